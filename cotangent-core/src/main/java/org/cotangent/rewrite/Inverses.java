package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Exponential;
import org.cotangent.op.Op;
import org.cotangent.op.Select;

/// The logistic function of a logit, written out or as `Ops.logit` writes it; and exp(log x).
final class Inverses implements Finder {
    @Override
    public List<Op> heads() {
        return List.of(Exponential.LOGISTIC, Exponential.EXP);
    }

    @Override
    public Found find(Site site) {
        if (site.op() == Exponential.EXP) {
            var x = Seen.under(Exponential.LOG, site.operand());
            return x != null && site.fact(x).lo() >= 0 ? new Found("exp_log", () -> x) : null;
        }
        var p = logit(site.operand());
        if (p == null && Seen.op(site.operand()) instanceof Select) {
            var outside = logit(Seen.operand(site.operand(), 2));
            p = outside != null && Seen.op(outside) instanceof Select ? Seen.operand(outside, 2) : null;
        }
        var x = p;
        if (x == null) {
            return null;
        }
        var fact = site.fact(x);
        return new Found("sigmoid_logit", () -> fact.lo() >= 0 && fact.hi() <= 1 ? x
                : where(le(abs(sub(x, scalar(0.5))), scalar(0.5)), x, scalar(Double.NaN)));
    }

    /// p in log(p) - log1p(-p), or null.
    private static Tensor logit(Tensor t) {
        if (!Seen.is(t, Binary.SUB)) {
            return null;
        }
        var p = Seen.under(Exponential.LOG, Seen.operand(t, 0));
        var q = Seen.under(Exponential.LOG1P, Seen.operand(t, 1));
        return p != null && q != null && Seen.opposite(p, q) ? p : null;
    }
}
