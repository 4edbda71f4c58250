package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Exponential;
import org.cotangent.op.Op;
import org.cotangent.op.Special;

/// Logarithms of the complementary error function, which is 0 from 27 on where its logarithm is not.
///
/// Far out the asymptotic series of erfc (Abramowitz and Stegun 7.1.23) stands for it:
/// `log erfc z = -z^2 - log(z sqrt(pi)) + log(1 - 1/(2z^2) + 3/(2z^2)^2 - 15/(2z^2)^3 ...)`.
final class Tails implements Finder {
    private static final double LOG_ROOT_PI = 0.5723649429247001;
    private static final int TERMS = 11;

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

    /// From where on the series has all digits of the dtype.
    private static double far(DType dtype) {
        return dtype == DType.FLOAT64 ? 12 : 6;
    }

    /// log(erfc(z)).
    static Tensor logErfc(Tensor z) {
        var far = gt(z, scalar(far(z.dtype())));
        var left = where(far, scalar(0.0), z);
        var small = lt(left, scalar(0.5));
        var near = where(small, log1p(neg(erf(where(small, left, scalar(0.0))))), log(erfc(left)));
        return where(far, tail(where(far, z, scalar(20.0))), near);
    }

    /// log(erfc(z) / 2), the logarithm of a normal probability: near 0 where the probability is near 1.
    static Tensor logHalfErfc(Tensor z) {
        var near = lt(z, scalar(-1.0));
        var right = where(near, scalar(0.0), z);
        var far = gt(right, scalar(far(z.dtype())));
        var inner = log(mul(erfc(where(far, scalar(0.0), right)), scalar(0.5)));
        var upper = log1p(mul(erfc(neg(where(near, z, scalar(-2.0)))), scalar(-0.5)));
        var lower = sub(tail(where(far, right, scalar(20.0))), scalar(Math.log(2)));
        return where(far, lower, where(near, upper, inner));
    }

    private static Tensor tail(Tensor z) {
        var u = div(scalar(0.5), square(z));
        Tensor sum = scalar(0.0);
        for (int n = TERMS; n > 0; n--) {
            sum = mul(mul(u, scalar(1.0 - 2 * n)), add(sum, scalar(1.0)));
        }
        return add(sub(sub(neg(square(z)), log(z)), scalar(LOG_ROOT_PI)), log1p(sum));
    }
}
