package org.cotangent.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.graph.PictureModel.Kind;

/// Writes pictures as SVG.
final class Svg {
    private static final double CHARACTER = 7.3;
    private static final double LINE = 15;
    private static final double RADIUS = 13;
    private static final double PAD = 8;
    private static final double MARGIN = 20;
    private static final double TITLE = 26;
    private static final String STYLE = """
            .cotangent-graph .back{fill:#fff}
            .cotangent-graph text{font:12px ui-monospace,"DejaVu Sans Mono",monospace;fill:#1f2328}
            .cotangent-graph .edge{fill:none;stroke:#6e7781;stroke-width:1.2}
            .cotangent-graph .tip{fill:#6e7781}
            .cotangent-graph .shape{stroke-width:1.4} .cotangent-graph .result .shape{stroke-width:3.2}
            .cotangent-graph .input .shape{fill:#9ecbff;stroke:#0550ae}
            .cotangent-graph .param .shape{fill:#ffb77c;stroke:#bc4c00}
            .cotangent-graph .ring{fill:none;stroke:#bc4c00;stroke-width:1.4}
            .cotangent-graph .state .shape{fill:#b4e8bf;stroke:#1a7f37}
            .cotangent-graph .computation .shape{fill:#fff1a8;stroke:#9a6700}
            .cotangent-graph .literal .shape{fill:#eaeef2;stroke:#6e7781}
            .cotangent-graph .box{fill:none;stroke:#6e7781;stroke-dasharray:5 4}
            .cotangent-graph .title{font-weight:bold}
            @media (prefers-color-scheme:dark){
            .cotangent-graph .back{fill:#0d1117}
            .cotangent-graph text{fill:#e6edf3} .cotangent-graph .edge{stroke:#9198a1}
            .cotangent-graph .tip{fill:#9198a1}
            .cotangent-graph .input .shape{fill:#0c4a8f;stroke:#79c0ff}
            .cotangent-graph .param .shape{fill:#8a3d06;stroke:#ffa657}
            .cotangent-graph .ring{stroke:#ffa657} .cotangent-graph .state .shape{fill:#14602b;stroke:#56d364}
            .cotangent-graph .computation .shape{fill:#5c4400;stroke:#e3b341}
            .cotangent-graph .literal .shape{fill:#30363d;stroke:#9198a1}
            .cotangent-graph .box{stroke:#9198a1}}
            """;

    private final StringBuilder out = new StringBuilder();
    private double widest;
    private double y = MARGIN;

    private Svg() {
    }

    static String write(List<PictureModel.Box> boxes) {
        var svg = new Svg();
        svg.legend(boxes);
        for (int i = 0; i < boxes.size(); i++) {
            svg.box(boxes, i);
        }
        var size = "%s %s".formatted(number(svg.widest + MARGIN), number(svg.y));
        var head = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cotangent-graph\" role=\"img\" width=\""
                + size.replace(" ", "\" height=\"")
                + "\" viewBox=\"0 0 " + size + "\">\n<title>" + text(boxes.getFirst().title()) + "</title>\n<style>\n"
                + STYLE + "</style>\n"
                + "<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n";
        return head + svg.out + "</svg>\n";
    }

    private void legend(List<PictureModel.Box> boxes) {
        double x = MARGIN;
        for (var kind : Kind.values()) {
            boolean there = boxes.stream().flatMap(b -> b.nodes().stream()).anyMatch(n -> n.kind() == kind);
            if (there || kind == Kind.INPUT || kind == Kind.PARAM || kind == Kind.COMPUTATION) {
                out.append("<g class=\"").append(css(kind)).append("\">");
                shape(kind, x + RADIUS, y + RADIUS, 2 * RADIUS, 2 * RADIUS);
                text(x + 2 * RADIUS + 6, y + RADIUS + 4, kind.text, "start", "");
                out.append("</g>\n");
                x += 2 * RADIUS + 6 + CHARACTER * kind.text.length() + 22;
            }
        }
        text(x, y + RADIUS + 4, "thick border: returned", "start", "");
        widest = x + CHARACTER * 22;
        y += 2 * RADIUS + MARGIN;
    }

    private void box(List<PictureModel.Box> boxes, int number) {
        var box = boxes.get(number);
        var title = number == 0 ? box.title() : box.title() + ", held by " + holders(boxes, number);
        text(MARGIN, y + 12, title, "start", "title");
        double top = y + TITLE;
        var layout = layout(box);
        double inset = number == 0 ? MARGIN : MARGIN + 12;
        out.append("<g transform=\"translate(").append(number(inset)).append(' ').append(number(top + 8))
                .append(")\">\n");
        for (int i = 0; i < box.edges().size(); i++) {
            edge(box, i, layout);
        }
        for (int i = 0; i < box.nodes().size(); i++) {
            node(box.nodes().get(i), layout.x(i), layout.y(i));
        }
        out.append("</g>\n");
        double w = Math.max(layout.width(), 40) + 2 * (inset - MARGIN);
        if (number > 0) {
            out.append("<rect class=\"box\" rx=\"8\" x=\"").append(number(MARGIN)).append("\" y=\"")
                    .append(number(top)).append("\" width=\"")
                    .append(number(w)).append("\" height=\"").append(number(layout.height() + 20)).append("\"/>\n");
        }
        widest = Math.max(widest, Math.max(MARGIN + w, MARGIN + CHARACTER * title.length()));
        y = top + layout.height() + 20 + MARGIN;
    }

    /// The operations that hold a box, the first few of them.
    private static String holders(List<PictureModel.Box> boxes, int number) {
        var out = new ArrayList<String>();
        for (var b : boxes) {
            for (var h : b.held()) {
                if (h.box() == number) {
                    var lines = b.nodes().get(h.node()).lines();
                    out.add(lines.size() > 1 ? lines.get(1).replaceFirst(": .*", "") : lines.getFirst());
                }
            }
        }
        return String.join(", ", out.subList(0, Math.min(4, out.size()))) + (out.size() > 4 ? " and "
                + (out.size() - 4) + " more" : "");
    }

    private static boolean round(Kind kind) {
        return kind == Kind.INPUT || kind == Kind.PARAM || kind == Kind.STATE;
    }

    private static double textWidth(PictureModel.Node n) {
        return CHARACTER * n.lines().stream().mapToInt(s -> s.codePointCount(0, s.length())).max().orElse(0);
    }

    private static Layout layout(PictureModel.Box box) {
        int n = box.nodes().size();
        var width = new double[n];
        var up = new double[n];
        var down = new double[n];
        for (int i = 0; i < n; i++) {
            var node = box.nodes().get(i);
            double lines = LINE * node.lines().size();
            width[i] = round(node.kind()) ? Math.max(2 * RADIUS + 6, textWidth(node)) : textWidth(node) + 2 * PAD;
            up[i] = round(node.kind()) ? RADIUS + 4 : lines / 2 + 5;
            down[i] = round(node.kind()) ? RADIUS + 4 + lines : lines / 2 + 5;
        }
        return new Layout(width, up, down, box.edges().stream().map(e -> new int[] {e.from(),
                e.to()}).toArray(int[][]::new));
    }

    private static double half(PictureModel.Node n) {
        return round(n.kind()) ? RADIUS + (n.kind() == Kind.INPUT ? 1 : 3) : textWidth(n) / 2 + PAD;
    }

    private void edge(PictureModel.Box box, int i, Layout layout) {
        var e = box.edges().get(i);
        double x = layout.x(e.from()) + half(box.nodes().get(e.from()));
        double at = layout.y(e.from());
        double end = layout.x(e.to()) - half(box.nodes().get(e.to()));
        out.append("<path class=\"edge\" d=\"M").append(number(x)).append(' ').append(number(at));
        x = horizontal(layout.column(e.from())[1]);
        for (var bend : layout.bends(i)) {
            curve(x, at, bend[0], bend[1]);
            x = horizontal(bend[2]);
            at = bend[1];
        }
        double to = layout.y(e.to());
        curve(x, at, layout.column(e.to())[0] - 7, to);
        horizontal(end - 7);
        out.append("\"/><path class=\"tip\" d=\"M").append(number(end)).append(' ').append(number(to))
                .append(" l-8 -3.6 v7.2 z\"/>\n");
        if (e.uses() > 1) {
            text(end - 26, to - 5, e.uses() + "x", "start", "");
        }
    }

    private double horizontal(double x) {
        out.append(" H").append(number(x));
        return x;
    }

    private void curve(double x, double y, double toX, double toY) {
        double middle = (x + toX) / 2;
        out.append(" C").append(number(middle)).append(' ').append(number(y)).append(' ').append(number(middle))
                .append(' ').append(number(toY))
                .append(' ').append(number(toX)).append(' ').append(number(toY));
    }

    private void node(PictureModel.Node n, double x, double y) {
        out.append("<g class=\"").append(css(n.kind())).append(n.result() ? " result" : "").append("\"><title>")
                .append(text(n.tooltip()))
                .append("</title>");
        double height = LINE * n.lines().size() + 10;
        shape(n.kind(), x, y, textWidth(n) + 2 * PAD, height);
        double line = round(n.kind()) ? y + RADIUS + 4 + 11 : y - height / 2 + 5 + 11;
        for (var s : n.lines()) {
            text(x, line, s, "middle", "");
            line += LINE;
        }
        out.append("</g>\n");
    }

    private void shape(Kind kind, double x, double y, double width, double height) {
        switch (kind) {
            case INPUT -> circle("shape", x, y, RADIUS);
            case PARAM -> {
                circle("shape", x, y, RADIUS - 3);
                circle("ring", x, y, RADIUS + 1);
            }
            case STATE -> out.append("<path class=\"shape\" d=\"M").append(number(x - RADIUS - 2)).append(' ')
                    .append(number(y))
                    .append(" l7.5 -12 h15 l7.5 12 l-7.5 12 h-15 z\"/>");
            case COMPUTATION, LITERAL -> out.append("<rect class=\"shape\" rx=\"").append(kind == Kind.LITERAL ? 0 : 7)
                    .append("\" x=\"")
                    .append(number(x - width / 2)).append("\" y=\"").append(number(y - height / 2))
                    .append("\" width=\"").append(number(width))
                    .append("\" height=\"").append(number(height)).append("\"/>");
        }
    }

    private void circle(String css, double x, double y, double r) {
        out.append("<circle class=\"").append(css).append("\" cx=\"").append(number(x)).append("\" cy=\"")
                .append(number(y)).append("\" r=\"")
                .append(number(r)).append("\"/>");
    }

    private void text(double x, double y, String s, String anchor, String css) {
        out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\" text-anchor=\"")
                .append(anchor).append('"')
                .append(css.isEmpty() ? "" : " class=\"" + css + "\"").append('>').append(text(s)).append("</text>\n");
    }

    private static String css(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// One decimal place, without trailing zero.
    private static String number(double v) {
        long tenths = Math.round(v * 10);
        return (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + (tenths % 10 == 0 ? "" : "." + Math.abs(tenths) % 10);
    }

    /// Whether XML may contain the character; pairs of surrogates are looked at by [#text].
    static boolean isXml(char c) {
        return c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c >= 0xa0 && c < 0xd800 || c >= 0xe000 && c < 0xfffe;
    }

    /// Text in which nothing is a sign of XML.
    static String text(String s) {
        var out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    boolean pair = Character.isHighSurrogate(c) && i + 1 < s.length()
                            && Character.isLowSurrogate(s.charAt(i + 1));
                    boolean second = Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(s.charAt(i - 1));
                    out.append(pair || second || isXml(c) ? c : '\ufffd');
                }
            }
        }
        return out.toString();
    }
}
