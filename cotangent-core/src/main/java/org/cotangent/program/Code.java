package org.cotangent.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.ShapeException;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;

/// A graph of scalars as straight-line source code: forward, then backward with one `bar_a += ...` for each use.
///
/// The expressions of the local derivatives are what the derivative rules write down, so nothing is said twice.
public final class Code {
    private static final int MOST = 5000;
    private static final Set<String> TAKEN = Set.of("double", "int", "long", "float", "boolean", "class", "new", "if",
            "else", "for", "while",
            "do", "return", "this", "true", "false", "null", "void", "static", "final", "in", "is", "not", "and", "or",
            "lambda", "def",
            "del", "from", "import", "as", "with", "pass", "try", "np", "Math", "args", "switch", "case", "default",
            "public", "private", "char",
            "byte", "short", "enum", "super", "break", "continue", "package", "global", "None", "True", "False",
            "print", "yield", "assert");

    private final Graph graph;
    private final CodeLanguage language;
    private final Map<Var, String> names = new IdentityHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final List<String> lines = new ArrayList<>();

    private Code(Graph graph, CodeLanguage language) {
        this.graph = graph;
        this.language = language;
    }

    /// A program text, and how the values of the graph are called in it; `bar_` before a name is its cotangent.
    public record Listing(String text, Map<Var, String> names) {
    }

    /// The program, complete and ready to run, on the given inputs.
    public static String of(Graph graph, List<Concrete> inputs, CodeLanguage language) {
        return listing(graph, inputs, language).text();
    }

    /// As [#of], with the names of values.
    public static Listing listing(Graph graph, List<Concrete> inputs, CodeLanguage language) {
        for (var e : graph.equations()) {
            if (e.results().size() != 1 || e.result().type().rank() != 0) {
                throw new ShapeException("write code", "a value of type " + e.result().type(), e.line(),
                        "add --granularity scalar", null);
            }
        }
        if (graph.equations().size() > MOST) {
            throw new UnsupportedException("write code", graph.equations().size() + " operations", null,
                    "give a program of at most " + MOST, null);
        }
        var code = new Code(graph, language);
        code.write(inputs);
        return new Listing(language == CodeLanguage.JAVA ? code.java() : code.numpy(), code.names);
    }

    private void write(List<Concrete> inputs) {
        lines.add("inputs");
        for (int i = 0; i < inputs.size(); i++) {
            var v = graph.inputs().get(i).var();
            if (v.type().rank() != 0) {
                throw new ShapeException("write code", "the input " + v.name() + " of type " + v.type(), null,
                        "add --granularity scalar", null);
            }
            lines.add(declaration(v) + number(inputs.get(i)));
        }
        lines.add("forward");
        for (var e : graph.equations()) {
            lines.add(declaration(e.result()) + stripped(language.text(e,
                    e.operands().stream().map(this::text).toList())));
        }
        lines.add("backward");
        names.forEach((v, name) -> {
            if (v.type().dtype().isFloat()) {
                lines.add((language == CodeLanguage.JAVA ? "double " : "") + "bar_" + name + " = "
                        + (v == graph.results().getFirst() ? "1.0" : "0.0"));
            }
        });
        lines.subList(lines.indexOf("backward") + 1, lines.size()).sort(null);
        graph.equations().reversed().forEach(this::backward);
    }

    private static String stripped(String s) {
        return s.startsWith("(") && s.endsWith(")") && matching(s) ? s.substring(1, s.length() - 1) : s;
    }

    /// Whether the first parenthesis closes at the end.
    private static boolean matching(String s) {
        int depth = 0;
        for (int i = 0; i < s.length(); i++) {
            depth += s.charAt(i) == '(' ? 1 : s.charAt(i) == ')' ? -1 : 0;
            if (depth == 0 && i < s.length() - 1) {
                return false;
            }
        }
        return true;
    }

    private String declaration(Var v) {
        var type = language == CodeLanguage.NUMPY ? "" : v.type().dtype() == DType.BOOL ? "boolean " : "double ";
        var name = name(v);
        names.put(v, name);
        return type + name + " = ";
    }

    private String name(Var v) {
        var plain = v.name() == null ? "v" + (used.size() + 1)
                : v.name().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", "");
        var name = plain;
        for (int i = 2; TAKEN.contains(name) || !used.add(name); i++) {
            name = plain + "_" + i;
        }
        return name;
    }

    private String text(Atom a) {
        return a instanceof Literal l ? number(l.value()) : names.get((Var) a);
    }

    private String number(Concrete c) {
        if (c.dtype() == DType.BOOL) {
            boolean java = language == CodeLanguage.JAVA;
            return c.getLong(0) != 0 ? java ? "true" : "True" : java ? "false" : "False";
        }
        double v = c.getDouble(0);
        if (Double.isFinite(v)) {
            return v < 0 ? "(" + v + ")" : Double.toString(v);
        }
        var name = Double.isNaN(v) ? "NaN" : v > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY";
        return language == CodeLanguage.JAVA ? "Double." + name : Double.isNaN(v) ? "np.nan" : v > 0 ? "np.inf"
                : "(-np.inf)";
    }

    private void backward(Equation e) {
        if (!e.result().type().dtype().isFloat()) {
            return;
        }
        for (int i = 0; i < e.operands().size(); i++) {
            if (e.operands().get(i) instanceof Var v && v.type().dtype().isFloat()) {
                var local = local(e, i);
                if (local != null) {
                    lines.add("bar_" + names.get(v) + " += bar_" + names.get(e.result())
                            + (local.equals("1.0") ? "" : " * " + local));
                }
            }
        }
    }

    /// The local derivative as an expression of the operands and the result; null where it is zero.
    private String local(Equation e, int i) {
        var local = Locals.of(e, i);
        return local == null ? null : expression(local.graph(), local.variables().stream().map(names::get).toList());
    }

    private String expression(Graph g, List<String> inputs) {
        var texts = new IdentityHashMap<Var, String>();
        for (int i = 0; i < inputs.size(); i++) {
            texts.put(g.inputs().get(i).var(), inputs.get(i));
        }
        for (var e : g.equations()) {
            var x = e.operands().stream().map(a -> a instanceof Literal l ? number(l.value()) : texts.get((Var) a))
                    .toList();
            boolean once = e.op() == org.cotangent.op.Binary.MUL && (x.get(0).equals("1.0") || x.get(1).equals("1.0"));
            texts.put(e.result(), once ? x.get(x.get(0).equals("1.0") ? 1 : 0) : language.text(e, x));
        }
        var result = g.results().getFirst();
        return result instanceof Literal l ? number(l.value()) : texts.get((Var) result);
    }

    private String output() {
        return text(graph.results().getFirst());
    }

    private List<String> gradients() {
        return graph.inputs().stream().map(i -> i.var()).filter(v -> v.type().dtype().isFloat()).map(names::get)
                .toList();
    }

    private static boolean isHeading(String line) {
        return line.equals("inputs") || line.equals("forward") || line.equals("backward");
    }

    private String java() {
        var out = new StringBuilder("public class Program {\n    public static void main(String[] args) {\n");
        lines.forEach(l -> out.append("        ").append(isHeading(l) ? "// " + l : l + ";").append('\n'));
        out.append("        System.out.println(\"output = \" + ").append(output()).append(");\n");
        gradients().forEach(n -> out.append("        System.out.println(\"d/d").append(n).append(" = \" + bar_")
                .append(n).append(");\n"));
        return out.append("    }\n}\n").toString();
    }

    private String numpy() {
        var out = new StringBuilder("import numpy as np\n\n");
        lines.forEach(l -> out.append(isHeading(l) ? "# " + l : l).append('\n'));
        out.append("print(\"output =\", ").append(output()).append(")\n");
        gradients().forEach(n -> out.append("print(\"d/d").append(n).append(" =\", bar_").append(n).append(")\n"));
        return out.toString();
    }
}
