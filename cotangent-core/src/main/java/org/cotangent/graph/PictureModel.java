package org.cotangent.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.op.PowInt;

/// What there is to draw: one box a graph, with its nodes and arrows; a graph that several operations hold is drawn
/// once.
final class PictureModel {
    /// The kinds of node a person sees.
    enum Kind {
        INPUT("input"), PARAM("parameter"), STATE("state"), COMPUTATION("computation"), LITERAL("constant");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /// One circle or square; `result` when the graph returns it.
    record Node(Kind kind, List<String> lines, String tooltip, boolean result) {
    }

    /// An arrow in the direction of data, for `uses` operands.
    record Edge(int from, int to, int uses) {
    }

    /// From an operation to the box of a graph that it holds.
    record Held(int node, int box) {
    }

    /// One graph.
    record Box(String title, List<Node> nodes, List<Edge> edges, List<Held> held) {
    }

    private static final Map<String, String> SIGNS = Map.ofEntries(Map.entry("add", "+"), Map.entry("sub", "-"),
            Map.entry("mul", "*"),
            Map.entry("div", "/"), Map.entry("rem", "%"), Map.entry("pow", "^"), Map.entry("lt", "<"), Map.entry("le",
                    "<="),
            Map.entry("gt", ">"), Map.entry("ge", ">="), Map.entry("eq", "=="), Map.entry("ne", "!="));
    private static final int LONGEST = 44;

    private final Graph graph;
    private final Map<Graph, Integer> boxes;
    private final Map<Var, String> notes;
    private final Names names;
    private final Map<Var, Integer> nodeOf = new IdentityHashMap<>();
    private final Map<Var, String> returned = new IdentityHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();

    private PictureModel(Graph graph, Map<Graph, Integer> boxes, Map<Var, String> notes) {
        this.graph = graph;
        this.boxes = boxes;
        this.notes = notes;
        this.names = Names.of(graph);
    }

    /// The boxes of a graph and of all graphs in it, its own first; `notes` are further lines at values.
    static List<Box> of(Graph g, Map<Var, String> notes) {
        var byIdentity = new IdentityHashMap<Var, String>();
        byIdentity.putAll(notes);
        var order = NestedGraphs.of(g).innerFirst().reversed();
        var boxes = new IdentityHashMap<Graph, Integer>();
        order.forEach(each -> boxes.put(each, boxes.size()));
        return order.stream().map(each -> new PictureModel(each, boxes, byIdentity).box()).toList();
    }

    /// Number of nodes of a graph and of all graphs in it.
    static long size(Graph g) {
        return NestedGraphs.of(g).innerFirst().stream().mapToLong(each -> each.inputs().size()
                + each.equations().size()).sum();
    }

    private Box box() {
        for (int i = 0; i < graph.results().size(); i++) {
            if (graph.results().get(i) instanceof Var v) {
                returned.merge(v, "return" + (graph.results().size() == 1 ? "" : " " + i), (a, b) -> a
                        + b.substring("return".length()));
            }
        }
        graph.inputs().forEach(this::input);
        graph.equations().forEach(this::equation);
        for (int i = 0; i < graph.results().size(); i++) {
            if (graph.results().get(i) instanceof Literal l) {
                nodes.add(new Node(Kind.LITERAL, List.of(literal(l), "return " + i), "a constant result of type "
                        + l.type(), true));
            }
        }
        return new Box("graph " + graph.name(), nodes, edges, held);
    }

    private void input(Input i) {
        nodeOf.put(i.var(), nodes.size());
        var kind = switch (i.role()) {
            case INPUT -> Kind.INPUT;
            case PARAM -> Kind.PARAM;
            case STATE -> Kind.STATE;
        };
        var lines = new ArrayList<String>();
        lines.add(names.get(i.var()));
        lines.add(i.var().type().toString());
        more(i.var(), lines);
        nodes.add(new Node(kind, lines, kind.text + " " + names.get(i.var()) + ": " + i.var().type(),
                returned.containsKey(i.var())));
    }

    private void more(Var v, List<String> lines) {
        if (notes.containsKey(v)) {
            notes.get(v).lines().forEach(lines::add);
        }
        if (returned.containsKey(v)) {
            lines.add(returned.get(v));
        }
    }

    private void equation(Equation e) {
        int node = nodes.size();
        var uses = new LinkedHashMap<Integer, Integer>();
        for (var a : e.operands()) {
            if (a instanceof Var v && nodeOf.containsKey(v)) {
                uses.merge(nodeOf.get(v), 1, Integer::sum);
            }
        }
        uses.forEach((from, n) -> edges.add(new Edge(from, node, n)));
        var lines = new ArrayList<String>();
        lines.add(shortened(title(e)));
        for (var r : e.results()) {
            nodeOf.put(r, node);
            lines.add(names.get(r) + ": " + r.type());
            more(r, lines);
        }
        Parameters.graphs(e.op()).stream().map(boxes::get).distinct().forEach(box -> held.add(new Held(node, box)));
        nodes.add(new Node(Kind.COMPUTATION, lines, tooltip(e), e.results().stream().anyMatch(returned::containsKey)));
    }

    private static String shortened(String s) {
        return s.length() <= LONGEST ? s : s.substring(0, LONGEST - 1) + "\u2026";
    }

    private String tooltip(Equation e) {
        var text = e.results().stream().map(names::get).collect(Collectors.joining(", ")) + " = " + Printer.op(e.op())
                + " "
                + e.operands().stream().map(a -> a instanceof Literal l ? literal(l)
                : names.get(a)).collect(Collectors.joining(" "));
        return e.lines().isEmpty() ? text : text + e.lines().stream().map(l -> "\n" + l).collect(Collectors.joining());
    }

    /// `x ^ 2`, `* 3`, `1 -`, `select(x, 0, y)`, or the operation with its parameters.
    private static String title(Equation e) {
        if (e.op() instanceof PowInt p) {
            return "x ^ " + p.k();
        }
        var literals = e.operands().stream().filter(Literal.class::isInstance).count();
        if (literals == 0) {
            return Printer.op(e.op(), false);
        }
        var sign = SIGNS.get(e.op().label());
        if (sign != null && e.operands().size() == 2 && literals == 1) {
            return e.operands().get(1) instanceof Literal l ? sign + " " + literal(l)
                    : literal((Literal) e.operands().get(0)) + " " + sign;
        }
        return Printer.op(e.op(), false) + arguments(e.operands());
    }

    private static String arguments(List<Atom> operands) {
        var out = new StringBuilder();
        char letter = 'x';
        for (var a : operands) {
            out.append(out.isEmpty() ? "(" : ", ").append(a instanceof Literal l ? literal(l) : String.valueOf(letter));
            letter += a instanceof Var && letter < 'z' ? 1 : 0;
        }
        return out.append(')').toString();
    }

    private static String literal(Literal l) {
        var v = l.value();
        if (v.shape().count() != 1) {
            return "constant " + v.type();
        }
        var text = Numerals.text(v, 0);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
