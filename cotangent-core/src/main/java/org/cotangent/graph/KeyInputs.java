package org.cotangent.graph;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.cotangent.op.Call;
import org.cotangent.op.Op;
import org.cotangent.op.RandomBits;
import org.cotangent.op.RandomGamma;
import org.cotangent.op.RandomPoisson;

/// Which inputs of a graph are keys that it draws from.
public final class KeyInputs {
    private KeyInputs() {
    }

    /// The numbers of the inputs that random operations of the graph, or of graphs that it calls, use up.
    public static Set<Integer> of(Graph g) {
        return of(g, new IdentityHashMap<>());
    }

    private static Set<Integer> of(Graph g, Map<Graph, Set<Integer>> known) {
        var done = known.get(g);
        if (done != null) {
            return done;
        }
        var used = new HashSet<Atom>();
        for (var e : g.equations()) {
            if (draws(e.op())) {
                used.add(e.operands().getFirst());
            } else if (e.op() instanceof Call c) {
                of(c.graph(), known).forEach(i -> used.add(e.operands().get(i)));
            }
        }
        var out = new HashSet<Integer>();
        for (int i = 0; i < g.inputs().size(); i++) {
            if (used.contains(g.inputs().get(i).var())) {
                out.add(i);
            }
        }
        known.put(g, out);
        return out;
    }

    private static boolean draws(Op op) {
        return op instanceof RandomBits r && r.stream() < 2 || op instanceof RandomGamma || op instanceof RandomPoisson;
    }
}
