package org.cotangent.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;

/// A derived graph of a loop's body cut in two: what can be computed before its last inputs, the seeds, are known, and
/// the rest.
///
/// What the rest needs lies in four places: constants of the loop (`constants`), values that only depend on those
/// (`fixed`, computed once), rows that the loop reads (`rows`), and values that are kept from every iteration
/// (`stored`). The rest takes them in this order, and then the seeds.
record Cut(List<Integer> constants, Graph fixed, List<Integer> rows, Graph stored, Graph rest) {
    /// Cuts `g`, whose first inputs are those of a body with so many constants, carries and rows.
    ///
    /// `again`: everything is computed again in the rest, so that carries alone are kept.
    static Cut of(Graph g, int constants, int carries, int rows, boolean again) {
        return new Cutter(g, constants, carries, rows, again).cut();
    }

    /// Types of what is kept of every iteration.
    List<TensorType> storedTypes() {
        return stored.resultTypes();
    }

    private static final class Cutter {
        private final Graph g;
        private final int constants;
        private final int carries;
        private final int early;
        private final boolean again;
        private final Set<Var> late;
        private final Set<Var> moving;
        private final Set<Var> dependent;
        private final Set<Var> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<Equation> rest = new ArrayList<>();

        Cutter(Graph g, int constants, int carries, int rows, boolean again) {
            this.g = g;
            this.constants = constants;
            this.carries = carries;
            this.early = constants + carries + rows;
            this.again = again;
            this.late = behind(early, g.inputs().size());
            this.moving = behind(constants, early);
            this.dependent = behind(0, g.inputs().size());
        }

        /// The inputs from `from` to `to` and all results of equations that use them, directly or not.
        private Set<Var> behind(int from, int to) {
            Set<Var> set = Collections.newSetFromMap(new IdentityHashMap<>());
            g.inputs().subList(from, to).forEach(i -> set.add(i.var()));
            for (var e : g.equations()) {
                if (e.operands().stream().anyMatch(a -> a instanceof Var v && set.contains(v))) {
                    set.addAll(e.results());
                }
            }
            return set;
        }

        Cut cut() {
            need(g.results());
            for (var e : g.equations().reversed()) {
                if (e.results().stream().anyMatch(needed::contains) && isLate(e)) {
                    rest.addFirst(e);
                    need(e.operands());
                }
            }
            rest.forEach(e -> e.results().forEach(needed::remove));
            var inConstants = new ArrayList<Integer>();
            var inRows = new ArrayList<Integer>();
            var fixed = new ArrayList<Var>();
            var stored = new ArrayList<Var>();
            for (int i = 0; i < early; i++) {
                var v = g.inputs().get(i).var();
                if (needed.contains(v)) {
                    if (i < constants) {
                        inConstants.add(i);
                    } else if (i < constants + carries) {
                        stored.add(v);
                    } else {
                        inRows.add(i);
                    }
                }
            }
            for (var e : g.equations()) {
                e.results().stream().filter(needed::contains).forEach(v -> (moving.contains(v) ? stored : fixed)
                        .add(v));
            }
            return new Cut(inConstants, part(fixed, constants), inRows, part(stored, early),
                    rest(inConstants, fixed, inRows, stored));
        }

        private void need(List<Atom> atoms) {
            for (var a : atoms) {
                if (a instanceof Var v) {
                    needed.add(v);
                }
            }
        }

        /// Seeds, what needs no input, and what costs nothing belong to the rest.
        private boolean isLate(Equation e) {
            return again || any(e, late) || !any(e, dependent)
                    || e.op() instanceof Broadcast || e.op() instanceof Reshape || e.op() instanceof Permute;
        }

        private Graph part(List<Var> results, int inputs) {
            return DeadCode.remove(new Graph(g.name(), g.inputs().subList(0, inputs), g.equations().stream()
                    .filter(e -> !any(e, late) && (inputs == early || !any(e, moving))).toList(),
                    List.copyOf(results)));
        }

        private static boolean any(Equation e, Set<Var> set) {
            return e.results().stream().anyMatch(set::contains);
        }

        private Graph rest(List<Integer> inConstants, List<Var> fixed, List<Integer> inRows, List<Var> stored) {
            var inputs = new ArrayList<Input>();
            inConstants.forEach(i -> inputs.add(g.inputs().get(i)));
            fixed.forEach(v -> inputs.add(new Input(v, Role.INPUT)));
            inRows.forEach(i -> inputs.add(g.inputs().get(i)));
            stored.forEach(v -> inputs.add(new Input(v, Role.INPUT)));
            inputs.addAll(g.inputs().subList(early, g.inputs().size()));
            return new Graph(g.name(), inputs, List.copyOf(rest), g.results());
        }
    }
}
