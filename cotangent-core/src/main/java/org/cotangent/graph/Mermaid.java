package org.cotangent.graph;

import java.util.List;
import java.util.stream.Collectors;

/// Writes pictures in the language of Mermaid.
final class Mermaid {
    private final StringBuilder out = new StringBuilder("flowchart LR\n");

    private Mermaid() {
    }

    static String write(List<PictureModel.Box> boxes) {
        var mermaid = new Mermaid();
        for (int i = 0; i < boxes.size(); i++) {
            mermaid.box(boxes.get(i), i);
        }
        for (int i = 0; i < boxes.size(); i++) {
            for (var h : boxes.get(i).held()) {
                mermaid.out.append("  n").append(i).append('_').append(h.node()).append(" -.-> g").append(h.box())
                        .append('\n');
            }
        }
        return mermaid.out.append("""
                  classDef input fill:#9ecbff,stroke:#0550ae,color:#1f2328
                  classDef param fill:#ffb77c,stroke:#bc4c00,color:#1f2328
                  classDef state fill:#b4e8bf,stroke:#1a7f37,color:#1f2328
                  classDef computation fill:#fff1a8,stroke:#9a6700,color:#1f2328
                  classDef literal fill:#eaeef2,stroke:#6e7781,color:#1f2328
                  classDef result stroke-width:3px
                """).toString();
    }

    private void box(PictureModel.Box box, int number) {
        if (number > 0) {
            out.append("  subgraph g").append(number).append("[\"").append(escaped(box.title())).append("\"]\n");
            if (box.nodes().isEmpty()) {
                out.append("  n").append(number).append("_0[\"empty\"]\n");
            }
        }
        for (int i = 0; i < box.nodes().size(); i++) {
            node(box.nodes().get(i), "n" + number + "_" + i);
        }
        for (var e : box.edges()) {
            out.append("  n").append(number).append('_').append(e.from()).append(e.uses() > 1 ? " -->|" + e.uses()
                    + "x| n" : " --> n")
                    .append(number).append('_').append(e.to()).append('\n');
        }
        out.append(number > 0 ? "  end\n" : "");
    }

    private void node(PictureModel.Node n, String id) {
        var label = "\"" + n.lines().stream().map(Mermaid::escaped).collect(Collectors.joining("<br/>")) + "\"";
        var shaped = switch (n.kind()) {
            case INPUT -> "((" + label + "))";
            case PARAM -> "(((" + label + ")))";
            case STATE -> "{{" + label + "}}";
            case COMPUTATION -> "(" + label + ")";
            case LITERAL -> "[" + label + "]";
        };
        var kind = n.kind().name().toLowerCase(java.util.Locale.ROOT);
        out.append("  ").append(id).append(shaped).append(":::").append(kind).append('\n');
        if (n.result()) {
            out.append("  class ").append(id).append(" result\n");
        }
    }

    /// Text in which nothing is a sign of Mermaid, Markdown or HTML.
    private static String escaped(String s) {
        var out = new StringBuilder();
        s.codePoints().forEach(c -> {
            boolean plain = c < 128 ? Character.isLetterOrDigit(c) || " .,:()+=-/".indexOf(c) >= 0
                    : Character.isLetterOrDigit(c);
            if (plain) {
                out.appendCodePoint(c);
            } else {
                out.append('#').append(c < ' ' || c >= 0xd800 && c < 0xe000 ? 0xfffd : c).append(';');
            }
        });
        return out.toString();
    }
}
