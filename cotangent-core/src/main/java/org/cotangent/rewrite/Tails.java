package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Exponential;
import org.cotangent.op.Op;
import org.cotangent.op.Special;

/// Logarithms of the complementary error function, which is 0 from 27 on where its logarithm is not.
///
/// With `erfcx(z) = exp(z^2) erfc(z)`, which stays in range, `log erfc z = log erfcx z - z^2`; half of erfc is a
/// probability of the normal distribution, whose logarithm is an operation of its own.
final class Tails implements Finder {
    private static final double ROOT_TWO = Math.sqrt(2);

    @Override
    public List<Op> heads() {
        return List.of(Exponential.LOG);
    }

    @Override
    public Found find(Site site) {
        double factor = factor(site.operand());
        var z = factor == 1 ? Seen.under(Special.ERFC, site.operand())
                : factor > 0 ? erfcOf(site.operand()) : null;
        if (z == null) {
            return null;
        }
        var fact = site.fact(z);
        double far = far(z.dtype());
        if (factor == 0.5 && (fact.hi() > far || fact.lo() < -1)) {
            return new Found("log_ndtr", () -> logHalfErfc(z));
        }
        return fact.hi() > far ? new Found("log_erfc", () -> ExpTerms.plusLog(logErfc(z), factor)) : null;
    }

    /// What erfc is multiplied with; 0 for anything else.
    private static double factor(Tensor t) {
        if (Seen.is(t, Special.ERFC)) {
            return 1;
        }
        if (Seen.is(t, Binary.DIV) && Seen.isNumber(Seen.operand(t, 1))) {
            return 1 / Seen.number(Seen.operand(t, 1));
        }
        return !Seen.is(t, Binary.MUL) ? 0 : Seen.isNumber(Seen.operand(t, 0)) ? Seen.number(Seen.operand(t, 0))
                : Seen.isNumber(Seen.operand(t, 1)) ? Seen.number(Seen.operand(t, 1)) : 0;
    }

    private static Tensor erfcOf(Tensor product) {
        var first = Seen.under(Special.ERFC, Seen.operand(product, 0));
        return first != null || Seen.is(product, Binary.DIV) ? first
                : Seen.under(Special.ERFC, Seen.operand(product, 1));
    }

    /// From where on erfc has lost digits, or soon will.
    private static double far(DType dtype) {
        return dtype == DType.FLOAT64 ? 12 : 6;
    }

    /// log(erfc(z)).
    static Tensor logErfc(Tensor z) {
        var right = gt(z, scalar(0.5));
        var far = where(right, z, scalar(1.0));
        return where(right, sub(log(erfcx(far)), square(far)), log1p(neg(erf(where(right, scalar(0.0), z)))));
    }

    /// log(erfc(z) / 2), the logarithm of a normal probability at -z sqrt(2).
    static Tensor logHalfErfc(Tensor z) {
        for (int i = 0; i < 2; i++) {
            if (Seen.is(z, Binary.MUL) && Seen.isNumber(Seen.operand(z, i))) {
                return logProbability(Seen.operand(z, 1 - i), Seen.number(Seen.operand(z, i)), z);
            }
        }
        return Seen.is(z, Binary.DIV) && Seen.isNumber(Seen.operand(z, 1))
                ? logProbability(Seen.operand(z, 0), 1 / Seen.number(Seen.operand(z, 1)), z)
                : inTwo(z);
    }

    /// Of z = c y: the two factors of y may cancel.
    private static Tensor logProbability(Tensor y, double c, Tensor z) {
        double factor = -c * ROOT_TWO;
        boolean one = Math.abs(Math.abs(factor) - 1) < 4e-16;
        return one ? logNdtr(factor > 0 ? y : neg(y)) : inTwo(z);
    }

    /// Where the probability is near 1, its rest is what counts, and z itself is more exact than its product.
    private static Tensor inTwo(Tensor z) {
        var near = lt(z, scalar(-0.5));
        var upper = log1p(mul(erfc(neg(where(near, z, scalar(-2.0)))), scalar(-0.5)));
        return where(near, upper, logNdtr(mul(where(near, scalar(0.0), z), scalar(-ROOT_TWO))));
    }

    private static Tensor logNdtr(Tensor x) {
        return Dispatch.bind(Special.LOG_NDTR, x);
    }

    /// exp(x^2) erfc(x).
    static Tensor erfcx(Tensor x) {
        return Dispatch.bind(Special.ERFCX, x);
    }
}
