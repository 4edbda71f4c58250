package org.cotangent.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Rewrite;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;
import org.cotangent.program.Nodes;
import org.cotangent.program.Paths;
import org.cotangent.program.ScalarProgram;
import org.cotangent.program.StagedProgram;

/// Everything that `grad` found out.
final class GradReport {
    static final int MOST_ORDER = 12;

    private final Loaded loaded;
    private final StagedProgram staged;
    private final List<Integer> wrt;
    private final GradCommand options;

    private List<Node> nodes;
    private String output;
    private Concrete value;
    private List<Concrete> gradients;
    private List<Concrete> forward;
    private List<Rewrite> rewrites;
    private List<List<Concrete>> hessian;
    private List<Concrete> orders;

    GradReport(Loaded loaded, StagedProgram staged, List<Integer> wrt, GradCommand options) {
        this.loaded = loaded;
        this.staged = staged;
        this.wrt = wrt;
        this.options = options;
    }

    void run() {
        var type = staged.graph().resultTypes().getFirst();
        boolean scalar = options.granularity() == GradCommand.Granularity.scalar;
        if (scalar && type.shape().count() != 1) {
            throw new ShapeException("take a program apart into scalars", "an output of type " + type,
                    loaded.program().outputLine(),
                    "reduce it to one number, such as sum(...)", null);
        }
        nodes(scalar, type.shape().count() == 1);
        var d = new Derivatives(loaded, staged, scalar, options.eager());
        rewrites = d.rewrites();
        value = d.value(type.shape());
        forward = options.mode() == GradCommand.Mode.reverse ? null : d.forward(wrt);
        gradients = options.mode() == GradCommand.Mode.forward ? forward : d.reverse(wrt);
        if (options.order() > 1) {
            higher(d);
        }
    }

    private void nodes(boolean scalar, boolean one) {
        var graph = staged.graph();
        var inputs = loaded.inputs();
        var constants = staged.constants();
        if (scalar) {
            var scalars = ScalarProgram.of(graph, inputs, constants);
            graph = scalars.graph();
            inputs = scalars.inputs();
            constants = List.of();
        }
        nodes = Nodes.of(graph, inputs, constants, one ? Json.ones(graph.resultTypes().getFirst()) : null);
        var result = graph.results().getFirst();
        output = nodes.stream().filter(n -> n.var() == result).map(Node::name).findFirst().orElse(null);
    }

    private void higher(Derivatives d) {
        if (value.shape().count() != 1) {
            throw new ShapeException("take derivatives of order " + options.order(), "an output of type "
                    + value.type(),
                    loaded.program().outputLine(), "reduce it to one number, such as sum(...)", null);
        }
        hessian = d.tensors().hessian(wrt);
        if (options.order() > 2) {
            if (wrt.size() != 1 || loaded.inputs().get(wrt.getFirst()).rank() != 0) {
                throw new ShapeException("take derivatives of order " + options.order(), "the inputs "
                        + named(wrt, loaded.inputs()).keySet()
                        + " of types " + wrt.stream().map(i -> loaded.inputs().get(i).type().toString()).toList(),
                        loaded.program().outputLine(), "orders above 2 take one scalar input: choose it with --wrt",
                        null);
            }
            orders = d.tensors().orders(wrt.getFirst(), options.order());
        }
    }

    /// Whether forward and reverse mode gave the same, where both ran.
    boolean agrees() {
        return worst() <= (loaded.dtype() == DType.FLOAT32 ? 1e-3 : 1e-9);
    }

    /// The largest difference of the modes, relative to the larger of 1 and the gradient.
    private double worst() {
        double worst = 0;
        for (int i = 0; forward != null && i < forward.size(); i++) {
            worst = Math.max(worst, Comparison.worst(gradients.get(i), forward.get(i)));
        }
        return worst;
    }

    private <T> Map<String, T> named(List<Integer> positions, List<T> values) {
        var out = new LinkedHashMap<String, T>();
        for (int i = 0; i < positions.size(); i++) {
            out.put(loaded.program().inputs().get(positions.get(i)), values.get(i));
        }
        return out;
    }

    private Map<String, Object> tensors(List<Concrete> tensors) {
        var out = new LinkedHashMap<String, Object>();
        named(wrt, tensors).forEach((name, t) -> out.put(name, Json.tensor(t)));
        return out;
    }

    Map<String, Object> json() {
        var out = Json.object("output", output(), "value", Json.tensor(value), "gradients", tensors(gradients));
        out.put("nodes", nodes.stream().map(this::row).toList());
        out.put("rewrites", rewrites.stream().map(r -> Json.object("rule", r.rule(), "line", r.line() == null ? 0
                : r.line().line(),
                "why", r.why(), "group", r.group(), "before", r.before(), "after", r.after())).toList());
        if (!diagnosis().isEmpty()) {
            out.put("diagnosis", diagnosis().stream().map(Diagnosis.Place::json).toList());
        }
        if (hessian != null) {
            var blocks = new LinkedHashMap<String, Object>();
            named(wrt, hessian).forEach((name, row) -> blocks.put(name, tensors(row)));
            out.put("hessian", blocks);
        }
        if (orders != null) {
            out.put("derivatives", orders.stream().map(Json::tensor).toList());
        }
        if (options.mode() == GradCommand.Mode.both) {
            out.put("comparison", Json.object("reverse", tensors(gradients), "forward", tensors(forward), "worst",
                    Json.number(worst()),
                    "agrees", agrees()));
        }
        if (options.paths() != null) {
            var paths = paths();
            out.put("paths", paths.json());
            out.put("pathCount", paths.counts());
        }
        return out;
    }

    private PathReport paths() {
        var names = new ArrayList<String>();
        for (int i : wrt) {
            var shape = options.granularity() == GradCommand.Granularity.scalar ? loaded.inputs().get(i).shape()
                    : Shape.SCALAR;
            names.addAll(ScalarProgram.names(loaded.program().inputs().get(i), shape));
        }
        return new PathReport(new Paths(nodes, output), names, options.paths());
    }

    private Object row(Node n) {
        var out = Json.object("name", n.name(), "op", n.op(), "kind", n.kind(), "type", n.type().toString(), "operands",
                n.operands());
        if (!n.parameters().isEmpty()) {
            out.put("parameters", n.parameters());
        }
        out.put("line", line(n));
        out.put("value", Json.tensor(n.value()));
        if (n.cotangent() != null) {
            out.put("cotangent", Json.tensor(n.cotangent()));
        }
        out.put("edges", n.edges().stream().map(GradReport::edge).toList());
        return out;
    }

    /// A leaf stands where it is first used.
    private int line(Node n) {
        int bracket = n.name().indexOf('[');
        var name = bracket < 0 ? n.name() : n.name().substring(0, bracket);
        return n.kind().equals("computation") ? n.line() : loaded.program().firstUse(name).line();
    }

    private static Object edge(Edge e) {
        var out = Json.object("operand", e.operand());
        if (e.local() != null) {
            out.put("local", Json.number(e.local()));
        }
        if (e.contribution() != null) {
            out.put("contribution", Json.tensor(e.contribution()));
        }
        return out;
    }

    /// Where an infinity or NaN in the answer began; empty where the answer is finite.
    private List<Diagnosis.Place> diagnosis() {
        boolean finite = Diagnosis.isFinite(value) && gradients.stream().allMatch(Diagnosis::isFinite);
        return finite ? List.of() : Diagnosis.of(nodes, staged.notes());
    }

    List<Node> nodes() {
        return nodes;
    }

    Concrete value() {
        return value;
    }

    /// The output's name, that of its node where it has none, or `output` for a number.
    String output() {
        return staged.output() != null ? staged.output() : output == null ? "output" : output;
    }

    List<Rewrite> rewrites() {
        return rewrites;
    }

    /// What was asked for beside values and gradients, as text.
    String more() {
        var out = new StringBuilder();
        diagnosis().forEach(p -> out.append("not finite from ").append(p.text()).append('\n'));
        if (hessian != null) {
            named(wrt, hessian).forEach((a, row) -> named(wrt, row).forEach((b, t) ->
                    out.append("d2").append(output()).append("/d").append(a).append(" d").append(b).append(" = ")
                            .append(GradTable.text(t)).append('\n')));
        }
        for (int k = 3; orders != null && k <= orders.size(); k++) {
            var input = named(wrt, gradients).keySet().iterator().next();
            out.append("d^").append(k).append(output()).append("/d").append(input).append("^").append(k).append(" = ")
                    .append(GradTable.text(orders.get(k - 1))).append('\n');
        }
        if (options.mode() == GradCommand.Mode.both) {
            out.append("forward and reverse mode ").append(agrees() ? "agree" : "part")
                    .append(", worst relative difference ")
                    .append(GradTable.number(worst())).append('\n');
        }
        if (options.paths() != null) {
            out.append(paths().text(output()));
        }
        return out.toString();
    }

    /// The gradients by input.
    Map<String, Concrete> gradients() {
        return named(wrt, gradients);
    }
}
