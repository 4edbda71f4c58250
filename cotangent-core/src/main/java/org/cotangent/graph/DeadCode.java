package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Removes equations whose results nobody needs.
public final class DeadCode {
    private DeadCode() {
    }

    /// The graph without pure equations that no result depends on; its inputs stay.
    public static Graph remove(Graph g) {
        Set<Var> live = Collections.newSetFromMap(new IdentityHashMap<>());
        mark(g.results(), live);
        var kept = new ArrayList<Equation>();
        for (var e : g.equations().reversed()) {
            if (!e.op().isPure() || e.results().stream().anyMatch(live::contains)) {
                mark(e.operands(), live);
                kept.add(e);
            }
        }
        return kept.size() == g.equations().size() ? g : new Graph(g.name(), g.inputs(), kept.reversed(), g.results());
    }

    private static void mark(List<Atom> atoms, Set<Var> live) {
        for (var a : atoms) {
            if (a instanceof Var v) {
                live.add(v);
            }
        }
    }
}
