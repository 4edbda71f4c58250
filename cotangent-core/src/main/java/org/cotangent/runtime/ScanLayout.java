package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.op.Custom;
import org.cotangent.op.Scan;

/// Where the values that pass from one iteration of a scan to the next lie: a carry that is stacked too lies in its row
/// of the stack and nowhere else.
///
/// @param after  for each carry the stack whose row holds what the iteration makes of it, or -1
/// @param before for each carry the stack whose row holds what the iteration finds, or -1
/// @param far    inputs and then results of the body that lie off the heap though they are small
/// @param inPlace whether a large carry has windows written into it: then single kernels, which do it in place, serve
/// @param keeps  whether somebody may hold on to a row when its iteration is over
record ScanLayout(int[] after, int[] before, List<Boolean> far, boolean inPlace, boolean keeps) {
    static ScanLayout of(Scan s, boolean inPlace) {
        var inputs = s.body().inputs();
        var results = s.body().results();
        var stacked = results.subList(s.carries(), results.size());
        int[] after = new int[s.carries()];
        int[] before = new int[s.carries()];
        for (int c = 0; c < after.length; c++) {
            var in = inputs.get(s.constants() + c).var();
            after[c] = results.get(c) == in ? -1 : index(stacked, results.get(c));
            before[c] = after[c] >= 0 ? -1 : index(stacked, in);
            for (int d = 0; d < c; d++) {
                after[c] = after[d] == after[c] ? -1 : after[c];
            }
        }
        var far = new ArrayList<Boolean>();
        for (int i = 0; i < inputs.size(); i++) {
            int c = i - s.constants();
            far.add(c >= 0 && (c >= s.carries() || after[c] >= 0 || before[c] >= 0)
                    && isFar(inputs.get(i).var().type(), s.length()));
        }
        for (int r = 0; r < results.size(); r++) {
            far.add((r >= s.carries() || after[r] >= 0 || before[r] >= 0)
                    && isFar(results.get(r).type(), s.length()));
        }
        return new ScanLayout(after, before, List.copyOf(far), inPlace, keeps(s.body()));
    }

    private static int index(List<Atom> stacked, Atom v) {
        for (int y = 0; y < stacked.size(); y++) {
            if (stacked.get(y) == v) {
                return y;
            }
        }
        return -1;
    }

    /// Whether rows of a stack lie off the heap that would lie on it by themselves.
    private static boolean isFar(TensorType row, long length) {
        var cell = row.dtype().cell();
        long n = row.shape().count();
        return cell.livesOnHeap(n) && n > 0 && !cell.livesOnHeap(Math.multiplyExact(n, length));
    }

    private static boolean keeps(Graph g) {
        return HeldGraphs.innerFirst(g).stream().anyMatch(h -> h.equations().stream()
                .anyMatch(e -> !e.op().isPure() || e.op() instanceof Custom));
    }

    /// Whether carry `c` lies in rows of a stack.
    boolean inStack(int c) {
        return after[c] >= 0 || before[c] >= 0;
    }
}
