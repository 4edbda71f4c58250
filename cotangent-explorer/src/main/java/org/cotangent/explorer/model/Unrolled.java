package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Call;
import org.cotangent.op.Cond;
import org.cotangent.op.CustomRule;
import org.cotangent.op.Op;
import org.cotangent.op.Remat;
import org.cotangent.op.Scan;
import org.cotangent.op.Sweeps;
import org.cotangent.op.While;
import org.cotangent.program.Nodes;

/// A graph with some of its loops, choices and calls opened: the first and last iterations of a loop stand in it one by
/// one, those between stay a loop; of a choice the branch that was taken on the given inputs. The meaning is the same.
///
/// @param graph what came out
/// @param places where each value that came out of an operation belongs, outermost first: the loop, the iteration
record Unrolled(Graph graph, Map<Var, List<String>> places) {
    /// Iterations at each end of a loop that are shown one by one.
    static final int ENDS = 3;

    /// The graph with the operations opened whose first results have these names; those that cannot be are left.
    static Unrolled of(Graph g, List<Concrete> arguments, int constants, List<String> open) {
        var out = new Unrolled(named(g, arguments, constants), new IdentityHashMap<>());
        for (var name : open) {
            var e = out.graph().equations().stream().filter(x -> name.equals(x.result().name())).findFirst()
                    .orElse(null);
            if (e != null && inside(e.op()) != null && !(e.op() instanceof Scan s && s.length() == 0)) {
                out = new Opening(out, e, arguments).done();
            }
        }
        return out;
    }

    /// What can be opened there, in words; null where nothing can.
    static String inside(Op op) {
        return switch (op) {
            case Scan s -> "loop of " + s.length() + " iterations";
            case While _ -> "loop while a condition holds";
            case Cond c -> "choice between " + c.branches().size();
            case Call c -> "call of " + c.graph().name();
            case Remat r -> "checkpoint of " + r.graph().name();
            case CustomRule r -> "function " + r.function().name() + ", whose derivative somebody wrote (opened, "
                    + "derivatives are those of what is inside)";
            case Sweeps s -> s.steps().size() + " sweeps over the iterations of a loop, there and back";
            default -> null;
        };
    }

    /// The same graph with the name of its node on every value, so that names stay when others are added.
    private static Graph named(Graph g, List<Concrete> arguments, int constants) {
        var names = new IdentityHashMap<Var, String>();
        Nodes.outline(g, arguments.subList(arguments.size() - constants, arguments.size()))
                .forEach(n -> names.put(n.var(), n.name()));
        var vars = new IdentityHashMap<Atom, Atom>();
        g.inputs().forEach(i -> vars.put(i.var(), i.var()));
        var equations = new ArrayList<Equation>();
        for (var e : g.equations()) {
            e.results().forEach(v -> vars.put(v, new Var(v.type(), names.get(v))));
            equations.add(new Equation(e.op(), atoms(e.operands(), vars), e.results().stream().map(v ->
                    (Var) vars.get(v)).toList(), e.lines()));
        }
        return new Graph(g.name(), g.inputs(), equations, atoms(g.results(), vars));
    }

    static List<Atom> atoms(List<Atom> atoms, Map<Atom, Atom> vars) {
        return atoms.stream().map(a -> a instanceof Literal ? a : vars.get(a)).toList();
    }
}
