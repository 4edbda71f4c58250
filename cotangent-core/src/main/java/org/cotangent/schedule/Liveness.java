package org.cotangent.schedule;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.op.Barrier;

/// The bytes of a program's values that are alive at once, each from what makes it to the last that reads it. Arguments
/// belong to the caller and are not counted; results are, to the end. Values that only look at another one in another
/// way take no memory.
public final class Liveness {
    private final Map<Var, Var> roots = new IdentityHashMap<>();
    private final Map<Var, Integer> last = new IdentityHashMap<>();
    private final Set<Var> outside = Collections.newSetFromMap(new IdentityHashMap<>());
    private long alive;
    private long peak;

    private Liveness(Graph g) {
        g.inputs().forEach(i -> outside.add(i.var()));
        for (var e : g.equations()) {
            if (Costs.isView(e.op())) {
                for (int i = 0; i < e.results().size(); i++) {
                    var from = e.operands().get(e.op() instanceof Barrier ? i : 0);
                    if (from instanceof Var v) {
                        roots.put(e.results().get(i), root(v));
                    } else {
                        outside.add(e.results().get(i));
                    }
                }
            }
        }
    }

    /// The most bytes alive at once where the equations run one after the other; calls are written in place.
    public static long peak(Graph g) {
        var lowered = Lower.lower(g);
        return new Liveness(lowered).peak(lowered, lowered.equations().stream()
                .map(e -> new Work(e.operands(), e.results())).toList());
    }

    /// The most bytes alive at once between the steps of a schedule.
    public static long peak(Schedule s) {
        return new Liveness(s.graph()).peak(s.graph(), s.steps().stream()
                .map(t -> new Work(List.copyOf(t.reads()), t.makes())).toList());
    }

    private record Work(List<? extends Atom> reads, List<Var> makes) {
    }

    private Var root(Var v) {
        return roots.getOrDefault(v, v);
    }

    private long peak(Graph g, List<Work> all) {
        for (int i = 0; i < all.size(); i++) {
            int at = i;
            all.get(i).makes().forEach(v -> last.putIfAbsent(root(v), at));
            all.get(i).reads().stream().filter(a -> a instanceof Var).forEach(a -> last.put(root((Var) a), at));
        }
        g.results().stream().filter(a -> a instanceof Var).forEach(a -> last.put(root((Var) a), all.size()));
        for (int i = 0; i < all.size(); i++) {
            step(all.get(i), i);
        }
        return peak;
    }

    private void step(Work w, int at) {
        for (var v : w.makes()) {
            alive += root(v) == v && !outside.contains(v) ? v.type().bytes() : 0;
        }
        peak = Math.max(peak, alive);
        Set<Var> done = Collections.newSetFromMap(new IdentityHashMap<>());
        w.reads().stream().filter(a -> a instanceof Var).forEach(a -> done.add(root((Var) a)));
        w.makes().forEach(v -> done.add(root(v)));
        for (var v : done) {
            if (last.get(v) == at && !outside.contains(v)) {
                alive -= v.type().bytes();
            }
        }
    }
}
