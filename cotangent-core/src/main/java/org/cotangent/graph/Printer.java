package org.cotangent.graph;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.op.Callback;
import org.cotangent.op.Op;

/// Prints a graph in the form that [Parser] reads back; the grammar is in docs/graph-format.md.
public final class Printer {
    private final StringBuilder out = new StringBuilder();
    private final NestedGraphs nested;
    private final boolean lines;
    private final Constants constants = new Constants();
    private final Map<Graph, Integer> anchors = new IdentityHashMap<>();

    private Printer(Graph g, boolean lines) {
        this.nested = NestedGraphs.of(g).printable();
        this.lines = lines;
    }

    /// The whole program with the user's lines.
    public static String print(Graph g) {
        return new Printer(g, true).all(g);
    }

    /// The program without the user's lines, which says the same wherever it was written.
    public static String printWithoutLines(Graph g) {
        return new Printer(g, false).all(g);
    }

    /// The operation with its parameters, such as `sum[axes=[0]]`; graphs that it holds by name only.
    static String op(Op op) {
        return op(op, true);
    }

    /// As above; empty lists are left out unless they are wanted.
    static String op(Op op, boolean empty) {
        var out = new StringBuilder(Parameters.name(op));
        var separator = "[";
        for (var p : Parameters.of(op.getClass())) {
            var text = shortText(p.of(op));
            if (empty || !text.equals("[]")) {
                out.append(separator).append(p.name()).append('=').append(text);
                separator = ", ";
            }
        }
        return out.append(separator.equals("[") ? "" : "]").toString();
    }

    private static String shortText(Object value) {
        return switch (value) {
            case Graph g -> g.name();
            case List<?> list -> list.stream().map(Printer::shortText).toList().toString();
            case null, default -> scalar(value);
        };
    }

    private String all(Graph g) {
        graph(g, 0);
        constants.print(out);
        return out.toString();
    }

    private void graph(Graph g, int indent) {
        var names = Names.of(g);
        out.append("graph ");
        if (nested.uses(g) > 1) {
            anchors.put(g, anchors.size() + 1);
            out.append('&').append(anchors.get(g)).append(' ');
        }
        out.append(Words.isBareWord(g.name()) ? g.name() : Words.quote(g.name())).append('(');
        var separator = "";
        for (var i : g.inputs()) {
            out.append(separator).append(names.text(i.var())).append(": ").append(i.var().type()).append(' ')
                    .append(i.role().text());
            separator = ", ";
        }
        out.append(") -> ").append(types(g.resultTypes())).append(" {\n");
        for (var e : g.equations()) {
            margin(indent + 1);
            equation(e, names, indent + 1);
            out.append('\n');
        }
        margin(indent + 1);
        out.append("return");
        g.results().forEach(a -> out.append(' ').append(atom(a, names, a.type().dtype())));
        out.append('\n');
        margin(indent);
        out.append('}');
    }

    private static String types(List<TensorType> types) {
        if (types.size() == 1) {
            return types.getFirst().toString();
        }
        var text = types.toString();
        return "(" + text.substring(1, text.length() - 1) + ")";
    }

    private void margin(int indent) {
        out.repeat("  ", indent);
    }

    private void equation(Equation e, Names names, int indent) {
        var separator = "";
        for (var r : e.results()) {
            out.append(separator).append(names.text(r)).append(": ").append(r.type());
            separator = ", ";
        }
        out.append(separator.isEmpty() ? "= " : " = ").append(Parameters.name(e.op()));
        parameters(e.op(), indent);
        var plain = plain(e.operands(), e.results());
        for (var a : e.operands()) {
            out.append(' ').append(atom(a, names, plain));
        }
        if (lines) {
            e.lines().forEach(this::line);
        }
    }

    /// The dtype that a plain number has among these operands: that of the first value that is not bool, else of the
    /// result.
    static DType plain(List<? extends Atom> operands, List<Var> results) {
        for (var a : operands) {
            if (a instanceof Var && a.type().dtype() != DType.BOOL) {
                return a.type().dtype();
            }
        }
        return results.isEmpty() ? DType.FLOAT64 : results.getFirst().type().dtype();
    }

    private String atom(Atom a, Names names, DType plain) {
        return a instanceof Literal l ? constants.text(l, plain) : names.text((Var) a);
    }

    private void line(SourceLine l) {
        var file = l.file() == null ? "" : l.file();
        out.append(" @").append(Lexer.isBareFile(file) ? file : Words.quote(file)).append(':').append(Math.max(0,
                l.line()));
        if (l.column() > 0) {
            out.append(':').append(l.column());
        }
    }

    private void parameters(Op op, int indent) {
        var separator = "[";
        for (var p : Parameters.of(op.getClass())) {
            out.append(separator).append(p.name()).append('=');
            value(p.of(op), indent);
            separator = ", ";
        }
        out.append(separator.equals("[") ? "" : "]");
    }

    private void value(Object value, int indent) {
        switch (value) {
            case Graph g when anchors.containsKey(g) -> out.append('&').append(anchors.get(g));
            case Graph g -> graph(g, indent);
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(i == 0 ? "" : ", ");
                    value(list.get(i), indent);
                }
                out.append(']');
            }
            case null, default -> out.append(scalar(value));
        }
    }

    private static String scalar(Object value) {
        return switch (value) {
            case null -> "none";
            case String s -> Words.quote(s);
            case Callback c -> Words.quote(c.name());
            case DType d -> d.text();
            case Enum<?> e -> e.name().toLowerCase(Locale.ROOT);
            case Shape s -> s.toString();
            default -> value.toString();
        };
    }
}
