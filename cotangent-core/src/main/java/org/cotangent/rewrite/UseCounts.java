package org.cotangent.rewrite;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;

/// How often each value of a graph is used, as an operand or as a result.
final class UseCounts {
    private UseCounts() {
    }

    static Map<Var, Integer> of(Graph g) {
        var counts = new IdentityHashMap<Var, Integer>(g.equations().size());
        g.equations().forEach(e -> count(e.operands(), counts));
        count(g.results(), counts);
        return counts;
    }

    private static void count(List<Atom> atoms, Map<Var, Integer> counts) {
        for (var a : atoms) {
            if (a instanceof Var v) {
                counts.merge(v, 1, Integer::sum);
            }
        }
    }
}
