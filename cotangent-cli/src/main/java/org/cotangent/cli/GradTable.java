package org.cotangent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.core.Concrete;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;

/// What `grad` prints for people: a table of the nodes, the gradients, the rewrites.
final class GradTable {
    private static final int WIDEST = 32;

    private GradTable() {
    }

    static String of(GradReport r) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("node", "operation", "type", "value", "cotangent", "edge to", "local", "sends"));
        for (var n : r.nodes()) {
            var call = n.op() + parameters(n) + " " + String.join(" ", n.operands());
            var ct = n.cotangent() == null ? "" : brief(n.cotangent());
            var head = List.of(n.name(), cut(call.strip()), n.type().toString(), brief(n.value()), ct);
            for (int i = 0; i < Math.max(1, n.edges().size()); i++) {
                var row = new ArrayList<>(i == 0 ? head : List.of("", "", "", "", ""));
                row.addAll(n.edges().isEmpty() ? List.of("", "", "") : edge(n.edges().get(i)));
                rows.add(row);
            }
        }
        var out = new StringBuilder(aligned(rows)).append('\n');
        out.append(r.output()).append(" = ").append(text(r.value())).append('\n');
        r.gradients().forEach((name, g) -> out.append("d").append(r.output()).append("/d").append(name).append(" = ")
                .append(text(g)).append('\n'));
        out.append(r.more());
        for (var w : r.rewrites()) {
            out.append("rewritten").append(w.line() == null ? "" : " at " + w.line().line() + ":" + w.line().column())
                    .append(": ").append(w.rule()).append(" (").append(w.why()).append(")\n");
        }
        return out.toString();
    }

    private static List<String> edge(Edge e) {
        return List.of(e.operand(), e.local() == null ? "" : brief(e.local()), e.contribution() == null ? ""
                : brief(e.contribution()));
    }

    /// A number in at most ten digits, for the table; the answers below it have all.
    private static String brief(double v) {
        var full = Double.toString(v);
        return full.length() <= 12 || !Double.isFinite(v) ? full : String.format(Locale.ROOT, "%.9g", v);
    }

    /// What an operation fixes, where that is one thing.
    private static String parameters(Node n) {
        return n.parameters().size() != 1 ? "" : n.parameters().toString().replace('{', '[').replace('}', ']');
    }

    /// Columns of one width each, two spaces apart, without spaces at the end of lines.
    static String aligned(List<List<String>> rows) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var out = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    static String number(double v) {
        return Double.toString(v);
    }

    /// A tensor in one line, cut where it is long.
    static String brief(Concrete t) {
        return t.rank() == 0 && t.dtype().isFloat() ? brief(t.getDouble(0)) : cut(text(t).replaceAll("\\s+", " "));
    }

    static String text(Concrete t) {
        var text = t.toString();
        return text.substring(0, text.lastIndexOf(' '));
    }

    private static String cut(String s) {
        return s.length() <= WIDEST ? s : s.substring(0, WIDEST - 3) + "...";
    }
}
