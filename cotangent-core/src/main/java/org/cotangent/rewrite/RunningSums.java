package org.cotangent.rewrite;

import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.op.CumSum;
import org.cotangent.op.Op;
import org.cotangent.op.Pad;

/// A running sum over one element and zeros after it: that element everywhere. The derivative of the last of many
/// running sums is one.
final class RunningSums implements Finder {
    @Override
    public List<Op> heads() {
        return List.of(new CumSum(0, false));
    }

    @Override
    public Found find(Site site) {
        var sum = (CumSum) site.op();
        var x = site.operand();
        if (!(Seen.op(x) instanceof Pad p) || !isBehind(p, sum) || Seen.operand(x).size(sum.axis()) != 1
                || !Seen.isNumber(Seen.operand(x, 1), 0)) {
            return null;
        }
        return new Found("running_sum_of_one", () -> Ops.broadcastTo(Seen.operand(x), x.shape()));
    }

    /// Whether all zeros come after the element in the order of the sum, along its axis alone.
    private static boolean isBehind(Pad p, CumSum sum) {
        for (int a = 0; a < p.low().size(); a++) {
            long before = (sum.reverse() ? p.high() : p.low()).get(a);
            long after = (sum.reverse() ? p.low() : p.high()).get(a);
            if (before != 0 || p.interior().get(a) != 0 || (a == sum.axis() ? after < 0 : after != 0)) {
                return false;
            }
        }
        return true;
    }
}
