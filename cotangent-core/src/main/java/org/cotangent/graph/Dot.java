package org.cotangent.graph;

import java.util.List;

/// Writes pictures in the language of Graphviz.
final class Dot {
    private final StringBuilder out = new StringBuilder();

    private Dot() {
    }

    static String write(List<PictureModel.Box> boxes) {
        var dot = new Dot();
        dot.out.append("digraph ").append(quoted(boxes.getFirst().title()))
                .append(" {\n  rankdir=LR; compound=true; bgcolor=\"transparent\";\n")
                .append("  node [fontname=\"monospace\", fontsize=11, style=filled];\n")
                .append("  edge [color=\"#6e7781\", fontsize=10];\n");
        for (int i = 0; i < boxes.size(); i++) {
            dot.box(boxes.get(i), i);
        }
        for (int i = 0; i < boxes.size(); i++) {
            dot.held(boxes, i);
        }
        return dot.out.append("}\n").toString();
    }

    private void box(PictureModel.Box box, int number) {
        if (number > 0) {
            out.append("  subgraph cluster_").append(number).append(" {\n  label=").append(quoted(box.title()))
                    .append("; style=rounded; color=\"#6e7781\"; fontname=\"monospace\";\n");
            if (box.nodes().isEmpty()) {
                out.append("  n").append(number).append("_0 [shape=plaintext, style=\"\", label=\"empty\"];\n");
            }
        }
        for (int i = 0; i < box.nodes().size(); i++) {
            node(box.nodes().get(i), number, i);
        }
        for (var e : box.edges()) {
            out.append("  n").append(number).append('_').append(e.from()).append(" -> n").append(number).append('_')
                    .append(e.to())
                    .append(e.uses() > 1 ? " [label=\"" + e.uses() + "x\"]" : "").append(";\n");
        }
        out.append(number > 0 ? "  }\n" : "");
    }

    private void node(PictureModel.Node n, int box, int number) {
        out.append("  n").append(box).append('_').append(number).append(" [").append(look(n.kind())).append(n.result()
                ? ", penwidth=3" : "")
                .append(", label=").append(quoted(String.join("\n", n.lines()))).append(", tooltip=")
                .append(quoted(n.tooltip())).append("];\n");
    }

    private static String look(PictureModel.Kind kind) {
        return switch (kind) {
            case INPUT -> "shape=circle, fillcolor=\"#9ecbff\", color=\"#0550ae\"";
            case PARAM -> "shape=doublecircle, fillcolor=\"#ffb77c\", color=\"#bc4c00\"";
            case STATE -> "shape=hexagon, fillcolor=\"#b4e8bf\", color=\"#1a7f37\"";
            case COMPUTATION -> "shape=box, style=\"rounded,filled\", fillcolor=\"#fff1a8\", color=\"#9a6700\"";
            case LITERAL -> "shape=plaintext, fillcolor=\"#eaeef2\"";
        };
    }

    private void held(List<PictureModel.Box> boxes, int i) {
        for (var h : boxes.get(i).held()) {
            out.append("  n").append(i).append('_').append(h.node()).append(" -> n").append(h.box())
                    .append("_0 [style=dashed, lhead=cluster_")
                    .append(h.box()).append("];\n");
        }
    }

    /// A string as Graphviz reads it: no escape of its own gets through.
    private static String quoted(String s) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '&' -> out.append("&amp;");
                default -> out.append(Svg.isXml(c) ? c : '\ufffd');
            }
        }
        return out.append('"').toString();
    }
}
