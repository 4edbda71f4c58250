package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Rewrite;
import org.cotangent.core.Concrete;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.program.Code;
import org.cotangent.program.CodeLanguage;
import org.cotangent.program.Node;
import org.cotangent.program.Nodes;
import org.cotangent.program.Paths;
import org.cotangent.program.Runs;

/// A program run at a point: everything that the page shows, all of it worked out by the engine.
public final class Evaluation {
    /// Above this number of nodes the page asks for single formulas.
    public static final int FORMULAS = 120;
    private static final int STEPS = 4000;
    private static final int EXECUTED = 20_000;

    /// Above these only the structure is told, and single nodes when they are asked for.
    private static final int LARGE = 2500;
    private static final long LARGE_ELEMENTS = 4_000_000;
    /// Above this number of elements not all values are kept at once.
    private static final long MOST_ELEMENTS = 60_000_000;

    /// What a run gave.
    private record Ran(List<Node> nodes, Map<String, Node> byName, Backward walk, Formulas formulas) {
    }

    private final Ask ask;
    private final Graph base;
    private final Subject subject;
    private final Map<Var, List<String>> places;
    private final List<Node> outline;
    private final String output;
    private final boolean backward;
    private final boolean large;
    private final long elements;
    private Ran ran;

    private Evaluation(Ask ask, Subject subject) {
        this.ask = ask;
        this.base = subject.graph();
        var unrolled = ask.open().isEmpty() ? null : subject.opened(ask.open());
        this.subject = unrolled == null ? subject : subject.with(unrolled.graph());
        this.places = unrolled == null ? Map.of() : unrolled.places();
        var type = base.resultTypes().getFirst();
        this.backward = type.dtype().isFloat() && type.shape().count() == 1;
        this.outline = Nodes.outline(graph(), subject.constants());
        var result = graph().results().getFirst();
        this.output = outline.stream().filter(n -> n.var() == result).map(Node::name).findFirst().orElse("output");
        this.elements = outline.stream().mapToLong(n -> n.type().shape().count()).sum();
        this.large = outline.size() > LARGE || elements > LARGE_ELEMENTS;
    }

    private synchronized Ran ran() {
        if (ran == null) {
            var nodes = Nodes.of(graph(), subject.inputs(), subject.constants(),
                    backward ? Ops.ones(base.resultTypes().getFirst()).concrete() : null);
            var byName = new HashMap<String, Node>();
            nodes.forEach(n -> byName.put(n.name(), n));
            ran = new Ran(nodes, byName, new Backward(nodes), new Formulas(graph(), nodes, output));
        }
        return ran;
    }

    /// A program at the point that is asked for.
    public static Evaluation of(Ask ask) {
        return new Evaluation(ask, Subject.of(ask));
    }

    /// A graph on the given inputs, of which the question may replace some.
    public static Evaluation of(Graph graph, List<Concrete> inputs, Ask ask) {
        return new Evaluation(ask, Subject.of(graph, inputs, ask));
    }

    /// Values for the inputs of a graph that came without any.
    public static List<Concrete> defaults(Graph graph) {
        return Subject.defaults(graph);
    }

    /// The nodes in forward order.
    public List<Node> nodes() {
        return ran().nodes();
    }

    /// The nodes in forward order, without numbers; nothing runs for them.
    public List<Node> outline() {
        return outline;
    }

    /// Whether the program is so large that its numbers are told only when they are asked for.
    public boolean isLarge() {
        return large;
    }

    /// The graph before any loop was opened.
    public Graph base() {
        return base;
    }

    List<Concrete> inputs() {
        return subject.inputs();
    }

    List<Concrete> constants() {
        return subject.constants();
    }

    List<String> defaulted() {
        return subject.defaulted();
    }

    Map<String, Object> source() {
        return subject.source();
    }

    String granularity() {
        return ask.scalar() ? "scalar" : "tensor";
    }

    List<String> opened() {
        return ask.open();
    }

    /// The output's name.
    public String output() {
        return output;
    }

    /// The graph that ran, as written.
    public Graph graph() {
        return subject.graph();
    }

    /// Whether there is a backward pass: the output is one float.
    public boolean hasBackward() {
        return backward;
    }

    /// The node of that name, or null.
    public Node node(String name) {
        return ran().byName().get(name);
    }

    /// The leaves with respect to which there are derivatives.
    public List<Node> variables() {
        return nodes().stream().filter(n -> n.op().equals(n.kind()) && n.type().dtype().isFloat()).toList();
    }

    /// The node of that name; an error where it has no derivative.
    public Node differentiated(String name) {
        var n = node(name);
        if (n == null || n.cotangent() == null) {
            throw new FormatException("ask about " + name, "no node of that name with a derivative", null,
                    "name a node of the program", null);
        }
        return n;
    }

    /// The operations that use a node's value, one for each use, in forward order.
    public List<Node> users(Node n) {
        return ran().walk().uses(n).stream().map(Formulas.Use::node).toList();
    }

    /// Everything that was seen; with `withheld` only the forward pass, and nothing from which derivatives follow.
    public Map<String, Object> json(boolean withheld) {
        if (large && !withheld) {
            return Outlined.json(this, Scopes.of(ask.program(), graph(), outline, places));
        }
        var nodes = nodes();
        var out = Values.object("output", output, "source", subject.source(), "dtype", ask.dtype().text(),
                "granularity", granularity(), "defaulted", subject.defaulted(),
                "backward", backward && !withheld, "withheld", withheld);
        var runs = outline.size() > EXECUTED ? null
                : Runs.compiled(subject.graph(), subject.inputs(), subject.constants());
        executed(out, runs, withheld);
        var tangents = withheld || ask.direction() == null ? null : new Tangents(subject, nodes, ask.direction());
        boolean written = ask.formulas() && nodes.size() <= FORMULAS;
        out.put("nodes", nodes.stream().map(n -> node(n, withheld, tangents, written)).toList());
        if (!ask.open().isEmpty()) {
            out.put("open", ask.open());
        }
        if (tangents != null && backward) {
            put(out, "pairing", tangents.pairing(nodes, output));
        }
        if (!withheld && backward) {
            if (nodes.stream().mapToInt(n -> n.edges().size()).sum() <= STEPS) {
                out.put("steps", ran().walk().steps());
            }
            paths(out);
        }
        out.put("cost", cost());
        scopes(out);
        return out;
    }

    private void scopes(Map<String, Object> out) {
        var all = Scopes.of(ask.program(), graph(), outline, places);
        if (all.stream().anyMatch(l -> !l.isEmpty())) {
            var distinct = all.stream().distinct().toList();
            out.put("scopes", distinct);
            out.put("scopeOf", all.stream().map(distinct::indexOf).toList());
        }
    }

    private void executed(Map<String, Object> out, Runs runs, boolean withheld) {
        var last = node(output);
        put(out, "value", Values.tensor(runs == null ? last == null ? null : last.value() : runs.value()));
        if (runs != null) {
            out.put("rewrites", runs.rewrites().stream().map(Evaluation::rewrite).toList());
        }
        if (withheld || !backward) {
            return;
        }
        var wrt = new ArrayList<Integer>();
        for (int i = 0; i < subject.inputs().size(); i++) {
            if (subject.inputs().get(i).dtype().isFloat()) {
                wrt.add(i);
            }
        }
        var found = runs == null ? null : runs.reverse(wrt);
        var gradients = new LinkedHashMap<String, Object>();
        for (int k = 0; k < wrt.size(); k++) {
            var n = nodes().get(wrt.get(k));
            gradients.put(n.name(), Values.tensor(found == null ? n.cotangent() : found.get(k)));
        }
        out.put("gradients", gradients);
    }

    private static void put(Map<String, Object> out, String name, Object value) {
        if (value != null) {
            out.put(name, value);
        }
    }

    private static Object rewrite(Rewrite r) {
        return Values.object("rule", r.rule(), "why", r.why(), "line", r.line() == null ? 0 : r.line().line());
    }

    private Map<String, Object> node(Node n, boolean withheld, Tangents tangents, boolean written) {
        var out = Values.object("name", n.name(), "op", n.op(), "kind", n.kind(), "type", Values.type(n.type()),
                "operands", n.operands(), "parameters", n.parameters().isEmpty() ? null : n.parameters(),
                "line", n.line(), "column", n.column(), "value", Values.tensor(n.value()), "inside", inside(n),
                "origin", subject.origins().get(n.var()));
        if (!withheld) {
            put(out, "cotangent", Values.tensor(n.cotangent()));
            put(out, "tangent", tangents == null ? null : Values.tensor(tangents.of(n.name())));
        }
        var edges = new ArrayList<Object>();
        for (int i = 0; i < n.edges().size(); i++) {
            var e = n.edges().get(i);
            edges.add(withheld ? Values.object("operand", e.operand())
                    : Values.object("operand", e.operand(), "local", e.local() == null ? null
                    : Values.number(e.local()), "contribution", Values.tensor(e.contribution()),
                    "tangent", tangents == null || tangents.along(n, i) == null ? null
                    : Values.number(tangents.along(n, i)),
                    "formula", written ? ran().formulas().local(n, i) : null));
        }
        out.put("edges", edges);
        if (written) {
            put(out, "formula", ran().formulas().of(n));
            explained(out, n, withheld);
        }
        return out;
    }

    /// What can be opened at a node, in words; for an opened operation that gave several values it is the first alone.
    String inside(Node n) {
        var e = equations().get(n.var());
        return e == null || e.result() != n.var() ? null : Unrolled.inside(e.op());
    }

    private Map<Var, org.cotangent.graph.Equation> equations;

    private synchronized Map<Var, org.cotangent.graph.Equation> equations() {
        if (equations == null) {
            equations = new IdentityHashMap<>();
            graph().equations().stream().filter(e -> Unrolled.inside(e.op()) != null)
                    .forEach(e -> equations.put(e.result(), e));
        }
        return equations;
    }

    private void explained(Map<String, Object> out, Node n, boolean withheld) {
        if (!withheld && backward && n.type().dtype().isFloat()) {
            put(out, "chain", ran().formulas().chain(n, ran().walk().uses(n)));
            out.put("why", Words.why(n, ran().walk().uses(n), output, paths() == null ? null
                    : paths().count(n.name())));
        }
    }

    /// Everything about the node of that name, with its formulas, whatever the size of the graph; null where there is
    /// none. Of a graph whose values would fill the memory only value and cotangent are worked out.
    public Map<String, Object> detail(String name) {
        if (elements <= MOST_ELEMENTS) {
            return node(name) == null ? null : node(node(name), false, null, true);
        }
        var n = outline.stream().filter(x -> x.name().equals(name)).findFirst().orElse(null);
        if (n == null) {
            return null;
        }
        var all = new ArrayList<Tensor>(subject.inputs());
        all.addAll(subject.constants());
        var value = new Graph(graph().name(), graph().inputs(), graph().equations(), List.of(n.var())).apply(all)
                .getFirst().concrete();
        var known = new Node(n.var(), n.name(), n.op(), n.kind(), n.type(), n.operands(), n.parameters(), n.line(),
                n.column(), value, Cut.cotangent(this, n, value), n.edges());
        var out = node(known, false, null, false);
        if (n.kind().equals("computation")) {
            put(out, "formula", new Formulas(graph(), outline, output).letters(n));
        }
        return out;
    }

    private Paths paths;

    private Paths paths() {
        if (paths == null && nodes().stream().allMatch(n -> n.type().rank() == 0)) {
            paths = new Paths(nodes(), output);
        }
        return paths;
    }

    private void paths(Map<String, Object> out) {
        if (ask.paths() <= 0 || paths() == null) {
            return;
        }
        var counts = new LinkedHashMap<String, Object>();
        var largest = new LinkedHashMap<String, Object>();
        var cancellation = new LinkedHashMap<String, Object>();
        for (var n : nodes()) {
            if (n.op().equals(n.kind())) {
                var found = paths().largest(n.name(), ask.paths());
                counts.put(n.name(), paths().count(n.name()).toString());
                largest.put(n.name(), found.stream().map(p -> Values.object("nodes", p.nodes(), "locals",
                        p.locals().stream().map(Values::number).toList(), "product",
                        Values.number(p.product()))).toList());
                double all = found.stream().mapToDouble(p -> Math.abs(p.product())).sum();
                double sum = found.stream().mapToDouble(Paths.Path::product).sum();
                cancellation.put(n.name(), Values.object("sum", Values.number(sum), "absolute", Values.number(all)));
            }
        }
        out.put("pathCount", counts);
        out.put("paths", largest);
        out.put("cancellation", cancellation);
    }

    /// What derivatives of this graph cost: one forward pass for each input element, one reverse pass for each output
    /// element.
    Map<String, Object> cost() {
        long in = subject.inputs().stream().filter(t -> t.dtype().isFloat()).mapToLong(t -> t.shape().count()).sum();
        long outputs = subject.graph().resultTypes().getFirst().shape().count();
        long edges = outline.stream().mapToLong(n -> n.edges().size()).sum();
        long operations = outline.stream().filter(n -> n.kind().equals("computation")).count();
        return Values.object("inputs", in, "outputs", outputs, "operations", operations, "edges", edges,
                "forwardPasses", in, "reversePasses", outputs);
    }

    /// The program as straight-line code, with the name that each node has in it.
    public Map<String, Object> code(CodeLanguage language) {
        var graph = subject.graph();
        var inputs = subject.inputs();
        if (!subject.constants().isEmpty()) {
            var scalars = org.cotangent.program.ScalarProgram.of(graph, inputs, subject.constants());
            graph = scalars.graph();
            inputs = scalars.inputs();
        }
        var listing = Code.listing(graph, inputs, language);
        var names = new LinkedHashMap<String, String>();
        outline.forEach(n -> {
            if (listing.names().containsKey(n.var())) {
                names.put(n.name(), listing.names().get(n.var()));
            }
        });
        return Values.object("text", listing.text(), "names", names);
    }
}
