package org.cotangent.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.TensorType;
import org.cotangent.core.UnsupportedException;
import org.cotangent.op.Bitcast;
import org.cotangent.op.Convert;
import org.cotangent.op.Op;
import org.cotangent.op.RandomBits;

/// The same program in float64: what it would compute if only its inputs and literals were rounded to their types.
public final class Widened {
    private final Map<Graph, Graph> graphs = new IdentityHashMap<>();

    private Widened() {
    }

    /// The graph with float64 in place of every float type, in the graphs that it holds too.
    ///
    /// @throws UnsupportedException where it looks at the bits of its numbers
    public static Graph of(Graph g) {
        var widened = new Widened();
        for (var each : HeldGraphs.innerFirst(g)) {
            widened.graphs.put(each, widened.graph(each));
        }
        return widened.graphs.get(g);
    }

    /// An operation that holds no graphs, on float64 operands; null where it has no such form.
    public static Op of(Op op) {
        return isOfBits(op) || Parameters.holdsGraphs(op) ? null : new Widened().op(op);
    }

    /// A float tensor in float64; others as they are.
    public static Concrete of(Concrete c) {
        return !c.dtype().isFloat() || c.dtype() == DType.FLOAT64 ? c
                : Dispatch.evaluate(new Convert(DType.FLOAT64), List.of(c)).getFirst().concrete();
    }

    /// Whether the result would be another one, not a more exact one.
    private static boolean isOfBits(Op op) {
        return op instanceof Bitcast || op instanceof RandomBits;
    }

    private static TensorType type(TensorType t) {
        return t.dtype().isFloat() ? TensorType.of(DType.FLOAT64, t.shape().sizes()) : t;
    }

    private Graph graph(Graph g) {
        Map<Atom, Atom> atoms = new IdentityHashMap<>();
        var inputs = new ArrayList<Input>();
        for (var i : g.inputs()) {
            inputs.add(new Input(var(i.var(), atoms), i.role()));
        }
        var equations = new ArrayList<Equation>();
        for (var e : g.equations()) {
            var operands = e.operands().stream().map(a -> atom(a, atoms)).toList();
            equations.add(new Equation(op(e.op()), operands, e.results().stream().map(v -> var(v, atoms)).toList(),
                    e.lines()));
        }
        return new Graph(g.name(), inputs, equations, g.results().stream().map(a -> atom(a, atoms)).toList());
    }

    private static Var var(Var v, Map<Atom, Atom> atoms) {
        var out = new Var(type(v.type()), v.name());
        atoms.put(v, out);
        return out;
    }

    private static Atom atom(Atom a, Map<Atom, Atom> atoms) {
        return a instanceof Literal l ? atoms.computeIfAbsent(l, k -> new Literal(of(l.value())
                .asLiteral(l.value().isLiteral()))) : atoms.get(a);
    }

    private Op op(Op op) {
        if (isOfBits(op)) {
            throw new UnsupportedException("run the program in float64", "an operation on bits",
                    "leave " + op.label() + " out of what is looked at");
        }
        var parameters = Parameters.of(op.getClass());
        return parameters.isEmpty() ? op
                : HeldGraphs.rebuilt(op, parameters.stream().map(p -> value(p.of(op))).toArray());
    }

    private Object value(Object v) {
        return switch (v) {
            case DType d when d.isFloat() -> DType.FLOAT64;
            case TensorType t -> type(t);
            case Graph g -> graphs.get(g);
            case List<?> list -> list.stream().map(this::value).toList();
            case null, default -> v;
        };
    }
}
