package org.cotangent.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Fn1;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.program.Node;

/// Which values of a program can be held in a narrower type while its output moves by no more than a budget.
///
/// The choice is made by the first-order error of each value and type, the most bytes for the least error first; then
/// the program is run with all of it, and where the output moves by more than the budget less is chosen.
///
/// @param budget    by how much the output may move
/// @param predicted the sum of what each choice can do, to first order
/// @param measured  by how much the output did move, with all choices at once
/// @param before    bytes of all float values, inputs included
/// @param after     bytes with the choices
/// @param choices   what to hold in which type, in the order of the program
public record Narrowing(double budget, double predicted, double measured, long before, long after,
        List<Choice> choices) {
    private static final int TRIES = 12;
    private static final List<DType> TYPES = List.of(DType.BFLOAT16, DType.FLOAT16, DType.FLOAT32);

    /// A value and the type to hold it in.
    ///
    /// @param node  its node
    /// @param line  the user's line, or null where unknown
    /// @param from  the type it has
    /// @param to    the type that is enough
    /// @param error by how much that can move the output, to first order
    /// @param bytes what it saves
    public record Choice(String node, SourceLine line, DType from, DType to, double error, long bytes) {
    }

    public Narrowing {
        choices = List.copyOf(choices);
    }

    /// For a function with a scalar float value, at an argument.
    public static <A> Narrowing of(Fn1<A, Tensor> f, A x, double budget) {
        var staged = Staging.of(f, x);
        return graph(staged.graph(), staged.inputs(), staged.constants(), budget);
    }

    /// For a graph on the given inputs and constants.
    ///
    /// @param budget by how much the output may move, not negative
    public static Narrowing graph(Graph g, List<Concrete> inputs, List<Concrete> constants, double budget) {
        if (!(budget >= 0) || Double.isInfinite(budget)) {
            throw new NumericsException("find what can be held in a narrower type", "a budget of " + budget,
                    "say by how much the output may move: a finite number that is not negative");
        }
        var seen = Rounding.differentiated(g, inputs, constants);
        var all = candidates(seen);
        long before = seen.nodes().stream().filter(n -> n.type().dtype().isFloat()).mapToLong(n -> bytes(n,
                n.type().dtype())).sum();
        double spend = budget;
        for (int i = 0; ; i++) {
            var chosen = i < TRIES ? choose(all, spend) : new HashMap<Node, Choice>();
            double moved = Math.abs(run(seen, chosen) - seen.output().value().getDouble(0));
            if (moved <= budget || chosen.isEmpty()) {
                var inOrder = seen.nodes().stream().map(chosen::get).filter(c -> c != null).toList();
                return new Narrowing(budget, inOrder.stream().mapToDouble(Choice::error).sum(), moved, before,
                        before - inOrder.stream().mapToLong(Choice::bytes).sum(), inOrder);
            }
            spend /= 2;
        }
    }

    private record Candidate(Node node, Choice choice) {
    }

    private static long bytes(Node n, DType dtype) {
        return n.type().with(dtype).bytes();
    }

    private static List<Candidate> candidates(Seen seen) {
        var out = new ArrayList<Candidate>();
        for (var n : seen.nodes()) {
            var from = n.type().dtype();
            for (var to : TYPES) {
                if (from.isFloat() && n != seen.output() && to.cell().bytes() < from.cell().bytes()
                        && Numbers.isFinite(n.value())) {
                    double error = error(n, to);
                    if (Double.isFinite(error)) {
                        out.add(new Candidate(n, new Choice(n.name(), seen.line(n), from, to, error,
                                bytes(n, from) - bytes(n, to))));
                    }
                }
            }
        }
        out.sort(Comparator.comparingDouble(c -> c.choice().error() / c.choice().bytes()));
        return out;
    }

    /// How much holding a node's value in a type can move the output.
    private static double error(Node n, DType to) {
        var held = held(n.value(), to);
        double sum = 0;
        for (long i = 0; i < n.type().shape().count(); i++) {
            double off = held.getDouble(i) - n.value().getDouble(i);
            double ct = n.cotangent().getDouble(i);
            sum += off == 0 || ct == 0 && Double.isFinite(off) ? 0 : Math.abs(off * ct);
        }
        return sum;
    }

    private static Concrete held(Concrete value, DType to) {
        return Ops.convert(Ops.convert(value, to), value.dtype()).concrete();
    }

    /// Takes candidates, the cheapest first, while the sum of their errors stays within the budget; a value may change
    /// to a narrower type later.
    private static Map<Node, Choice> choose(List<Candidate> all, double budget) {
        var chosen = new HashMap<Node, Choice>();
        double spent = 0;
        for (var c : all) {
            var old = chosen.get(c.node());
            double more = c.choice().error() - (old == null ? 0 : old.error());
            boolean narrower = old == null || c.choice().bytes() > old.bytes()
                    || c.choice().bytes() == old.bytes() && more < 0;
            if (c.choice().bytes() > 0 && narrower && spent + more <= budget) {
                chosen.put(c.node(), c.choice());
                spent += more;
            }
        }
        return chosen;
    }

    /// The output with the chosen values rounded to their types.
    private static double run(Seen seen, Map<Node, Choice> chosen) {
        var types = new IdentityHashMap<Atom, DType>();
        chosen.forEach((n, c) -> types.put(n.var(), c.to()));
        var values = new IdentityHashMap<Atom, Tensor>();
        var given = new ArrayList<>(seen.inputs());
        given.addAll(seen.constants());
        for (int i = 0; i < given.size(); i++) {
            put(seen.graph().inputs().get(i).var(), given.get(i), types, values);
        }
        for (var e : seen.graph().equations()) {
            var out = Dispatch.evaluate(e.op(), e.operands().stream().map(a -> a instanceof Literal l ? l.value()
                    : values.get(a)).toList());
            for (int i = 0; i < out.size(); i++) {
                put(e.results().get(i), out.get(i).concrete(), types, values);
            }
        }
        return values.get(seen.graph().results().getFirst()).concrete().getDouble(0);
    }

    private static void put(Var v, Concrete value, Map<Atom, DType> types, Map<Atom, Tensor> values) {
        var to = types.get(v);
        values.put(v, to == null ? value : held(value, to));
    }
}
