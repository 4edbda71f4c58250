package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Compare;
import org.cotangent.op.Exponential;
import org.cotangent.op.Op;
import org.cotangent.op.Select;

/// x log(y), whose limit at x = 0 is 0 for every y; also where [Products] has taken the logarithm apart.
final class Entropies implements Finder {
    @Override
    public List<Op> heads() {
        return List.of(Binary.MUL);
    }

    @Override
    public Found find(Site site) {
        var a = site.operand(0);
        var b = site.operand(1);
        var found = product(a, b, site);
        return found != null ? found : product(b, a, site);
    }

    private static Found product(Tensor x, Tensor log, Site site) {
        if (Seen.isNumber(x) || !site.fact(x).mayBeZero()) {
            return null;
        }
        if (Seen.is(log, Exponential.LOG)) {
            var y = Seen.operand(log);
            return isSafe(site.fact(log)) ? null : new Found("xlogy", () -> xlogy(x, y));
        }
        if (Seen.is(log, Exponential.LOG1P)) {
            var y = Seen.operand(log);
            return isSafe(site.fact(log)) ? null : new Found("xlog1py", () -> xlog1py(x, y));
        }
        return isBlend(log) ? new Found("xlogy", () -> where(eq(x, scalar(0.0)), scalar(0.0), mul(x, log))) : null;
    }

    private static boolean isSafe(Fact log) {
        return log.isFinite();
    }

    private static boolean isBlend(Tensor t) {
        return Seen.op(t) instanceof Select && Seen.is(Seen.operand(t, 0), Compare.LT)
                && Seen.is(Seen.operand(t, 1), Exponential.LOG) && Seen.is(Seen.operand(t, 2), Binary.ADD)
                && Seen.op(Seen.operand(Seen.operand(t, 1))) instanceof Select;
    }
}
