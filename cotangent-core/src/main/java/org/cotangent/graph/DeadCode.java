package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.op.Prune;

/// Removes equations whose results nobody needs.
public final class DeadCode {
    private DeadCode() {
    }

    /// The graph without pure equations that no result depends on, and loops without carries that nobody reads; its
    /// inputs stay.
    public static Graph remove(Graph g) {
        Set<Var> live = Collections.newSetFromMap(new IdentityHashMap<>());
        mark(g.results(), live);
        var kept = new ArrayList<Equation>();
        boolean pruned = false;
        for (var e : g.equations().reversed()) {
            if (!e.op().isPure() || e.results().stream().anyMatch(live::contains)) {
                var needed = Prune.equation(e, live);
                pruned |= needed != e;
                mark(needed.operands(), live);
                kept.add(needed);
            }
        }
        return kept.size() == g.equations().size() && !pruned ? g
                : new Graph(g.name(), g.inputs(), kept.reversed(), g.results());
    }

    private static void mark(List<Atom> atoms, Set<Var> live) {
        for (var a : atoms) {
            if (a instanceof Var v) {
                live.add(v);
            }
        }
    }
}
