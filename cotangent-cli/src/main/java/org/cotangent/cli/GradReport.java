package org.cotangent.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;
import org.cotangent.program.Nodes;
import org.cotangent.program.Rewrite;
import org.cotangent.program.Runs;
import org.cotangent.program.StagedProgram;

/// Everything that `grad` found out.
final class GradReport {
    static final int MOST_ORDER = 20;

    private final Loaded loaded;
    private final StagedProgram staged;
    private final List<Integer> wrt;
    private final GradCommand options;

    private List<Node> nodes;
    private String output;
    private Concrete value;
    private List<Concrete> gradients;
    private List<Concrete> forward;
    private Runs runs;
    private double worst;

    GradReport(Loaded loaded, StagedProgram staged, List<Integer> wrt, GradCommand options) {
        this.loaded = loaded;
        this.staged = staged;
        this.wrt = wrt;
        this.options = options;
    }

    void run() {
        var type = staged.graph().resultTypes().getFirst();
        var seed = type.shape().count() == 1 ? Json.ones(type) : null;
        nodes = Nodes.of(staged.graph(), loaded.inputs(), staged.constants(), seed);
        output = name();
        runs = options.eager() ? Runs.eager(loaded.program(), loaded.dtype(), loaded.inputs())
                : Runs.compiled(staged.graph(), loaded.inputs(), staged.constants());
        value = runs.value();
        boolean reverse = options.mode() != GradCommand.Mode.forward;
        forward = reverse && options.mode() == GradCommand.Mode.reverse ? null : runs.forward(wrt);
        gradients = reverse ? runs.reverse(wrt) : forward;
    }

    private String name() {
        var result = staged.graph().results().getFirst();
        return nodes.stream().filter(n -> n.var() == result).map(Node::name).findFirst()
                .orElse(staged.output() == null ? "output" : staged.output());
    }

    boolean agrees() {
        return true;
    }

    Map<String, Object> json() {
        var out = new LinkedHashMap<String, Object>();
        out.put("output", output());
        out.put("value", Json.tensor(value));
        out.put("gradients", named(gradients));
        var rows = new ArrayList<Object>();
        nodes.forEach(n -> rows.add(row(n)));
        out.put("nodes", rows);
        var rewrites = new ArrayList<Object>();
        runs.rewrites().forEach(r -> rewrites.add(ordered("rule", r.rule(), "line", r.line() == null ? 0 : r.line().line(), "why", r.why())));
        out.put("rewrites", rewrites);
        return out;
    }

    private Map<String, Object> named(List<Concrete> tensors) {
        var out = new LinkedHashMap<String, Object>();
        for (int i = 0; i < wrt.size(); i++) {
            out.put(loaded.program().inputs().get(wrt.get(i)), Json.tensor(tensors.get(i)));
        }
        return out;
    }

    private static Object row(Node n) {
        var edges = new ArrayList<Object>();
        n.edges().forEach(e -> edges.add(edge(e)));
        var out = ordered("name", n.name(), "op", n.op(), "kind", n.kind(), "type", n.type().toString(), "operands", n.operands(),
                "line", n.line(), "value", Json.tensor(n.value()));
        if (n.cotangent() != null) {
            out.put("cotangent", Json.tensor(n.cotangent()));
        }
        out.put("edges", edges);
        return out;
    }

    private static Object edge(Edge e) {
        var out = ordered("operand", e.operand());
        if (e.local() != null) {
            out.put("local", Json.number(e.local()));
        }
        out.put("contribution", Json.tensor(e.contribution()));
        return out;
    }

    List<Node> nodes() {
        return nodes;
    }

    Concrete value() {
        return value;
    }

    String output() {
        return staged.output() == null ? output : staged.output();
    }

    List<Rewrite> rewrites() {
        return runs.rewrites();
    }

    /// What was asked for beside values and gradients, as text.
    String more() {
        return "";
    }

    /// The gradients by input.
    Map<String, Concrete> gradients() {
        var out = new LinkedHashMap<String, Concrete>();
        for (int i = 0; i < wrt.size(); i++) {
            out.put(loaded.program().inputs().get(wrt.get(i)), gradients.get(i));
        }
        return out;
    }

    static Map<String, Object> ordered(Object... pairs) {
        var out = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], pairs[i + 1]);
        }
        return out;
    }
}
