package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Conv;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Dot;
import org.cotangent.op.LogSumExp;
import org.cotangent.op.Op;
import org.cotangent.op.Primals;
import org.cotangent.op.Reduce;
import org.cotangent.trace.Cotangent;
import org.cotangent.trace.GraphDeriving;

/// Runs a graph forward and backward as it stands, one operation after the other, and keeps everything that was seen.
public final class Nodes {
    private record Step(Equation equation, List<Wiring.Source> sources, List<Edge> edges) {
    }

    private final Graph graph;
    private final Wiring wiring;
    private final Map<Var, Tensor> values = new IdentityHashMap<>();
    private final Map<Var, Cotangent> cotangents = new IdentityHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private boolean backward;

    private Nodes(Graph graph, List<Concrete> constants) {
        this.graph = graph;
        this.wiring = new Wiring(graph, constants);
    }

    /// The nodes of the graph in forward order, leaves first, on the given inputs and constants.
    ///
    /// @param seed the output's cotangent; null where only the forward values are wanted
    public static List<Node> of(Graph graph, List<Concrete> inputs, List<Concrete> constants, Concrete seed) {
        return seeded(graph, inputs, constants, seed == null ? null : List.of(seed));
    }

    /// As above for several results.
    ///
    /// @param seeds the cotangents of the first results, null where there is none; null itself where only the forward
    /// values are wanted
    public static List<Node> seeded(Graph graph, List<Concrete> inputs, List<Concrete> constants,
            List<Concrete> seeds) {
        var all = new ArrayList<>(inputs);
        all.addAll(constants);
        return Dispatch.with(new Located(), () -> {
            var nodes = new Nodes(graph, constants);
            nodes.forward(all);
            nodes.backward = seeds != null;
            for (int i = 0; seeds != null && i < seeds.size(); i++) {
                if (seeds.get(i) != null && graph.results().get(i) instanceof Var v) {
                    var seed = new Cotangent(seeds.get(i), null);
                    nodes.cotangents.merge(v, seed, Cotangent::sum);
                }
            }
            for (int i = nodes.steps.size() - 1; i >= 0; i--) {
                nodes.backward(nodes.steps.get(i));
            }
            return nodes.rows();
        });
    }

    /// The nodes as [#of] gives them without running anything: no values, no cotangents, no numbers on edges.
    public static List<Node> outline(Graph graph, List<Concrete> constants) {
        var nodes = new Nodes(graph, constants);
        for (var e : graph.equations()) {
            if (!nodes.wiring.isHidden(e)) {
                var step = nodes.step(e);
                var wanted = nodes.wanted(step);
                for (int i = 0; i < wanted.length; i++) {
                    if (wanted[i]) {
                        step.edges().add(new Edge(nodes.wiring.text(step.sources().get(i).atom()), null, null));
                    }
                }
                nodes.steps.add(step);
            }
        }
        return nodes.rows();
    }

    private Step step(Equation e) {
        return new Step(e, e.operands().stream().map(wiring::source).toList(), new ArrayList<>());
    }

    private void forward(List<Concrete> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            values.put(graph.inputs().get(i).var(), arguments.get(i));
        }
        for (var e : graph.equations()) {
            Dispatch.current().setLines(e.lines());
            var out = Dispatch.bind(e.op(), read(e.operands()));
            for (int i = 0; i < out.size(); i++) {
                values.put(e.results().get(i), out.get(i));
            }
            if (!wiring.isHidden(e)) {
                steps.add(step(e));
            }
        }
    }

    private List<Tensor> read(List<Atom> atoms) {
        var out = new ArrayList<Tensor>(atoms.size());
        for (var a : atoms) {
            out.add(value(a));
        }
        return out;
    }

    private Tensor value(Atom a) {
        return a instanceof Literal l ? l.value() : values.get((Var) a);
    }

    private void backward(Step step) {
        var e = step.equation();
        Dispatch.current().setLines(e.lines());
        var primals = primals(e);
        var wanted = wanted(step);
        var cts = e.results().stream().map(cotangents::get).toArray(Cotangent[]::new);
        boolean live = Arrays.stream(cts).anyMatch(c -> c != null);
        var pulled = live ? Cotangent.pull(e.op(), primals, cts, wanted) : new Cotangent[wanted.length];
        var locals = locals(e, primals, wanted);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i]) {
                var source = step.sources().get(i);
                var ct = pulled[i];
                for (var between : source.through().reversed()) {
                    ct = ct == null ? null : Cotangent.pull(between.op(), primals(between), new Cotangent[] {ct},
                            new boolean[] {true})[0];
                }
                var contribution = !backward ? null : ct == null ? Tensors.full(source.atom().type(), 0)
                        : ct.settled().concrete();
                step.edges().add(new Edge(wiring.text(source.atom()), locals[i], contribution));
                if (ct != null) {
                    cotangents.put((Var) source.atom(), Cotangent.sum(cotangents.get((Var) source.atom()), ct));
                }
            }
        }
    }

    /// The operands that can be differentiated.
    private boolean[] wanted(Step step) {
        var wanted = new boolean[step.sources().size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = step.sources().get(i).atom() instanceof Var v && !wiring.isConstant(v)
                    && v.type().dtype().isFloat();
        }
        return wanted;
    }

    private Primals primals(Equation e) {
        return new Primals(read(e.operands()), e.results().stream().map(values::get).toList(), GraphDeriving.INSTANCE);
    }

    /// The local derivatives of a scalar with respect to scalar operands; null for others.
    private Double[] locals(Equation e, Primals p, boolean[] wanted) {
        var out = new Double[wanted.length];
        boolean scalar = e.results().size() == 1 && e.result().type().rank() == 0
                && e.result().type().dtype().isFloat();
        var local = scalar ? local(e.op(), p, e.result(), wanted) : null;
        for (int i = 0; i < out.length; i++) {
            if (local != null && wanted[i] && p.operand(i).rank() == 0) {
                out[i] = local.get(i) == null ? 0.0 : local.get(i).concrete().getDouble(0);
            }
        }
        return out;
    }

    private static List<Tensor> local(Op op, Primals p, Var result, boolean[] wanted) {
        return op.vjp(p, List.of(Tensors.full(result.type(), 1)), wanted);
    }

    private List<Node> rows() {
        var out = new ArrayList<Node>();
        for (var i : graph.inputs()) {
            if (!wiring.isConstant(i.var())) {
                var kind = i.role() == Role.PARAM ? "parameter" : "input";
                out.add(row(i.var(), kind, List.of(), null, List.of()));
            }
        }
        for (var s : steps) {
            var operands = s.sources().stream().map(x -> wiring.text(x.atom())).toList();
            var edges = s.edges();
            for (var v : s.equation().results()) {
                out.add(row(v, "computation", operands, s.equation(), edges));
                edges = List.of();
            }
        }
        return out;
    }

    /// The operation's name as the documentation has it.
    static String label(Op op) {
        return switch (op) {
            case Dot _ -> "dot_general";
            case Conv _ -> "conv_general";
            case LogSumExp _ -> "logsumexp";
            case CumSum _ -> "cumsum";
            case Cumulative c -> "cum" + c.kind().name().toLowerCase(Locale.ROOT);
            case ArgReduce a -> "arg" + a.kind().name().toLowerCase(Locale.ROOT);
            case Reduce r -> r.kind().name().toLowerCase(Locale.ROOT);
            default -> op.label();
        };
    }

    private Node row(Var v, String kind, List<String> operands, Equation e, List<Edge> edges) {
        var line = e == null ? null : e.line();
        var value = values.get(v) == null ? null : values.get(v).concrete();
        var ct = cotangents.get(v);
        var cotangent = !backward || !v.type().dtype().isFloat() ? null : ct == null ? Tensors.full(v.type(), 0)
                : ct.settled().concrete();
        return new Node(v, wiring.name(v), e == null ? kind : label(e.op()), kind, v.type(), operands, e == null
                ? Map.of() : parameters(e.op()),
                line == null ? 0 : line.line(), line == null ? 0 : line.column(), value, cotangent, List.copyOf(edges));
    }

    private static Map<String, Object> parameters(Op op) {
        var out = new LinkedHashMap<String, Object>();
        for (var c : op.getClass().isRecord() ? op.getClass().getRecordComponents()
                : new java.lang.reflect.RecordComponent[0]) {
            try {
                var value = c.getAccessor().invoke(op);
                out.put(c.getName(), value instanceof Number || value instanceof Boolean || value instanceof List
                        ? value : String.valueOf(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return out;
    }
}
