package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// Writes the sweeps that pull cotangents back through given ones.
///
/// A state of sweep k is read by its own step and, in the same iteration, by the steps of later sweeps; its cotangent
/// is what all of these pull back. The later sweeps' cotangents are there: their own ways back ran before.
///
/// @param in marks of the operands of the sweeps: what is differentiated
record SweepBack(Sweeps sweeps, boolean[] in, Deriving d) {
    private static boolean[] joined(boolean[] in, int constants, int from, int to, boolean withConstants, int size) {
        var out = new boolean[size];
        for (int i = 0; i < size; i++) {
            out[i] = in[i + 1] && (i < constants ? withConstants : i + 1 >= from && i + 1 < to);
        }
        return out;
    }

    private boolean[] states(int k) {
        return Flow.part(in, sweeps.first(k), sweeps.first(k + 1));
    }

    private int sums() {
        return Flow.only(new ArrayList<>(java.util.Collections.nCopies(sweeps.constants(), 0)),
                Flow.part(in, 1, 1 + sweeps.constants())).size();
    }

    private int live(int k) {
        int n = 0;
        for (boolean s : states(k)) {
            n += s ? 1 : 0;
        }
        return n;
    }

    /// The step back for sweep `k`, behind the sweeps and the ways back for those after `k`.
    Graph graph(int k, List<Graph> before) {
        int m = sweeps.steps().size();
        var last = sweeps.steps().get(m - 1);
        var types = new ArrayList<TensorType>(last.inputTypes());
        var at = new int[m];
        for (int j = m - 1; j >= k; j--) {
            at[j] = types.size();
            types.addAll(Flow.only(sweeps.steps().get(j).resultTypes(), states(j)));
            types.addAll(Flow.only(last.inputTypes().subList(0, sweeps.constants()),
                    Flow.part(in, 1, 1 + sweeps.constants())));
        }
        return d.write(sweeps.steps().get(k).name() + "_back", types, args -> step(k, args, at));
    }

    private List<Tensor> step(int k, List<Tensor> args, int[] at) {
        int own = live(k);
        var sums = new ArrayList<>(args.subList(at[k] + own, args.size()));
        var cts = new ArrayList<Tensor>(java.util.Collections.nCopies(own, null));
        for (int j = sweeps.steps().size() - 1; j >= k; j--) {
            pulled(j, k, args, at[j], cts, sums);
        }
        for (int i = 0; i < own; i++) {
            cts.set(i, Rules.orZeros(cts.get(i), Flow.only(sweeps.steps().get(k).resultTypes(), states(k)).get(i)));
        }
        return Nested.concat(cts, sums);
    }

    /// Adds what step `j` pulls back to the state of sweep `k`, and for j = k to the constants.
    private void pulled(int j, int k, List<Tensor> args, int at, List<Tensor> cts, List<Tensor> sums) {
        var g = sweeps.steps().get(j);
        int n = g.inputs().size();
        var marks = joined(in, sweeps.constants(), sweeps.first(k), sweeps.first(k + 1), j == k, n);
        if (!Flow.any(marks) || live(j) == 0) {
            return;
        }
        var v = d.vjp(Nested.only(g, states(j)), Flow.list(marks));
        var pulled = v.apply(Nested.concat(args.subList(0, n), args.subList(at, at + live(j))));
        int c = j == k ? sums.size() : 0;
        for (int i = 0; i < c; i++) {
            sums.set(i, Ops.add(sums.get(i), pulled.get(i)));
        }
        for (int i = 0; i < cts.size(); i++) {
            cts.set(i, Rules.plus(cts.get(i), pulled.get(c + i)));
        }
    }
}
