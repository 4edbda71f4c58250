package org.cotangent.graph;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.op.Call;
import org.cotangent.op.Cond;
import org.cotangent.op.Op;
import org.cotangent.op.RandomBits;
import org.cotangent.op.RandomGamma;
import org.cotangent.op.RandomPoisson;
import org.cotangent.op.Remat;
import org.cotangent.op.Scan;
import org.cotangent.op.While;

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
            } else {
                var nested = nested(e.op());
                int skipped = e.op() instanceof Cond ? 1 : 0;
                nested.forEach(n -> of(n, known).forEach(i -> used.add(e.operands().get(i + skipped))));
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

    /// The graphs that an operation runs on its operands; those of a choice come behind its index.
    private static List<Graph> nested(Op op) {
        return switch (op) {
            case Call c -> List.of(c.graph());
            case Cond c -> c.branches();
            case While w -> List.of(w.body());
            case Scan s -> List.of(s.body());
            case Remat r -> List.of(r.graph());
            default -> List.of();
        };
    }

    private static boolean draws(Op op) {
        return op instanceof RandomBits r && r.stream() < 2 || op instanceof RandomGamma || op instanceof RandomPoisson;
    }
}
