package org.cotangent.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;

/// Takes out of loops what is the same in every iteration: pure equations that depend on the loop's constants only.
///
/// From a loop that may not run at all only those are taken that cannot fail.
public final class Hoist {
    private Hoist() {
    }

    /// The results of `op`; where it is a loop, what is invariant in it is computed once before.
    public static List<Tensor> bind(Control op, List<Tensor> operands) {
        return switch (op) {
            case Scan s when s.length() > 0 -> scan(s, operands);
            case While w -> loop(w, operands);
            default -> Dispatch.bind(op, operands);
        };
    }

    private static List<Tensor> scan(Scan s, List<Tensor> operands) {
        var moved = new Moved(s.body(), s.constants(), true);
        if (moved.crossing.isEmpty()) {
            return Dispatch.bind(s, operands);
        }
        var op = new Scan(moved.rest(s.body()), s.length(), s.constants() + moved.crossing.size(), s.carries(),
                s.reverse(), s.kept());
        return Dispatch.bind(op, moved.operands(operands, s.constants()));
    }

    private static List<Tensor> loop(While w, List<Tensor> operands) {
        var condition = new Moved(w.condition(), w.constants(), false);
        var body = new Moved(w.body(), w.constants(), false);
        if (condition.crossing.isEmpty() && body.crossing.isEmpty()) {
            return Dispatch.bind(w, operands);
        }
        int n = w.constants() + condition.crossing.size() + body.crossing.size();
        var op = new While(condition.rest(w.condition(), List.of(), body.crossing),
                body.rest(w.body(), condition.crossing, List.of()), n, w.bytes());
        var all = new ArrayList<>(operands.subList(0, w.constants()));
        all.addAll(condition.values(operands.subList(0, w.constants())));
        all.addAll(body.values(operands.subList(0, w.constants())));
        all.addAll(operands.subList(w.constants(), operands.size()));
        return Dispatch.bind(op, all);
    }

    /// The invariant equations of one nested graph, and those of their results that the others use.
    private static final class Moved {
        private final Graph graph;
        private final int constants;
        private final List<Equation> out = new ArrayList<>();
        private final List<Equation> stay = new ArrayList<>();
        private final List<Var> crossing = new ArrayList<>();

        Moved(Graph graph, int constants, boolean runs) {
            this.graph = graph;
            this.constants = constants;
            Set<Var> fixed = set();
            graph.inputs().subList(0, constants).forEach(i -> fixed.add(i.var()));
            for (var e : graph.equations()) {
                boolean invariant = e.op().isPure() && (runs || !mayFail(e))
                        && e.operands().stream().allMatch(a -> !(a instanceof Var v) || fixed.contains(v));
                (invariant ? out : stay).add(e);
                if (invariant) {
                    fixed.addAll(e.results());
                }
            }
            Set<Var> used = set();
            stay.forEach(e -> use(e.operands(), used));
            use(graph.results(), used);
            out.forEach(e -> e.results().stream().filter(used::contains).forEach(crossing::add));
        }

        private static Set<Var> set() {
            return Collections.newSetFromMap(new IdentityHashMap<>());
        }

        private static void use(List<Atom> atoms, Set<Var> used) {
            atoms.forEach(a -> {
                if (a instanceof Var v) {
                    used.add(v);
                }
            });
        }

        Graph rest(Graph g) {
            return rest(g, List.of(), List.of());
        }

        /// The graph without them; inputs for other moved values stand before and behind those of its own.
        Graph rest(Graph g, List<Var> before, List<Var> behind) {
            var inputs = new ArrayList<>(g.inputs().subList(0, constants));
            before.forEach(v -> inputs.add(new Input(new Var(v.type(), null), Role.INPUT)));
            crossing.forEach(v -> inputs.add(new Input(v, Role.INPUT)));
            behind.forEach(v -> inputs.add(new Input(new Var(v.type(), null), Role.INPUT)));
            inputs.addAll(g.inputs().subList(constants, g.inputs().size()));
            return new Graph(g.name(), inputs, stay, g.results());
        }

        List<Tensor> values(List<Tensor> constantOperands) {
            return new Graph(graph.name(), graph.inputs().subList(0, constants), out, List.copyOf(crossing))
                    .apply(constantOperands);
        }

        List<Tensor> operands(List<Tensor> operands, int constants) {
            var all = new ArrayList<>(operands.subList(0, constants));
            all.addAll(values(operands.subList(0, constants)));
            all.addAll(operands.subList(constants, operands.size()));
            return all;
        }
    }

    /// Whether evaluating it can throw, or not end.
    private static boolean mayFail(Equation e) {
        return switch (e.op()) {
            case Binary b -> b.refusesZero(e.operands().getFirst().type().dtype());
            case DynamicSlice d -> d.mode() == IndexMode.ERROR;
            case DynamicUpdate d -> d.mode() == IndexMode.ERROR;
            case Gather g -> g.mode() == IndexMode.ERROR;
            case Scatter s -> s.mode() == IndexMode.ERROR;
            case ScatterReduce s -> s.mode() == IndexMode.ERROR;
            case Structural s -> !(s instanceof Stop || s instanceof Barrier);
            case Custom c -> true;
            default -> false;
        };
    }
}
