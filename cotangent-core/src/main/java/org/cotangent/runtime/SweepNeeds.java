package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.op.Sweeps;

/// What later sweeps need of the states of earlier ones: the rest is neither kept nor computed again.
final class SweepNeeds {
    private final Sweeps sweeps;
    private final boolean[][] needed;
    private final List<Graph> whole;

    SweepNeeds(Sweeps sweeps) {
        this.sweeps = sweeps;
        int m = sweeps.steps().size();
        this.needed = new boolean[m][];
        this.whole = sweeps.steps().stream().map(DeadCode::remove).toList();
        for (int k = m - 1; k >= 0; k--) {
            needed[k] = new boolean[sweeps.width(k)];
            for (int j = k + 1; j < m; j++) {
                add(k, j, used(whole.get(j)));
            }
            boolean grown = true;
            while (grown) {
                grown = add(k, k, used(graph(k)));
            }
        }
    }

    private boolean add(int k, int by, Set<Var> used) {
        boolean grown = false;
        var inputs = sweeps.steps().get(by).inputs();
        for (int i = 0; i < needed[k].length; i++) {
            boolean here = used.contains(inputs.get(sweeps.first(k) - 1 + i).var());
            grown |= here && !needed[k][i];
            needed[k][i] |= here;
        }
        return grown;
    }

    private static Set<Var> used(Graph g) {
        Set<Var> used = Collections.newSetFromMap(new IdentityHashMap<>());
        g.equations().forEach(e -> use(e.operands(), used));
        use(g.results(), used);
        return used;
    }

    private static void use(List<Atom> atoms, Set<Var> used) {
        for (var a : atoms) {
            if (a instanceof Var v) {
                used.add(v);
            }
        }
    }

    /// The step of sweep `k` without what none of its results needs.
    Graph whole(int k) {
        return whole.get(k);
    }

    /// The step of sweep `k` with the needed results only.
    Graph graph(int k) {
        var g = sweeps.steps().get(k);
        var results = new ArrayList<Atom>();
        for (int i = 0; i < needed[k].length; i++) {
            if (needed[k][i]) {
                results.add(g.results().get(i));
            }
        }
        return DeadCode.remove(new Graph(g.name(), g.inputs(), g.equations(), results));
    }

    boolean[] of(int k) {
        return needed[k];
    }

    /// Bytes of the needed part of a state.
    long bytes(int k) {
        long bytes = 0;
        var types = sweeps.steps().get(k).resultTypes();
        for (int i = 0; i < needed[k].length; i++) {
            if (needed[k][i]) {
                bytes += types.get(i).bytes();
            }
        }
        return bytes;
    }
}
