package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;

/// Local derivatives that need a convention at a kink or a singular point.
final class Kinks {
    private Kinks() {
    }

    /// 1 where `x` wins, 1/2 at a tie, and 0 at a tie with a literal 0.
    static Tensor wins(Tensor wins, Tensor x, Tensor y) {
        var won = convert(wins, x.dtype());
        if (y instanceof Concrete c && c.isLiteral(0)) {
            return where(ne(x, x), x, won);
        }
        return where(eq(x, y), scalar(0.5), where(eq(x, x), won, x));
    }

    /// y * x^(y-1), and 0 where y is 0.
    static Tensor powBase(Tensor x, Tensor y, Tensor z) {
        return where(eq(y, scalar(0)), scalar(0), mul(y, pow(x, sub(y, scalar(1)))));
    }

    /// x^y * log x, and 0 where x is 0 and y is not negative.
    static Tensor powExponent(Tensor x, Tensor y, Tensor z) {
        var zero = and(eq(x, scalar(0)), ge(y, scalar(0)));
        return where(zero, scalar(0), mul(z, log(x)));
    }

    /// x / r, and 0 where r is 0.
    static Tensor quotient(Tensor x, Tensor r) {
        return where(eq(r, scalar(0)), scalar(0), div(x, r));
    }

    /// x / r^2 without overflow, and 0 where r is 0.
    static Tensor over(Tensor x, Tensor r) {
        return where(eq(r, scalar(0)), scalar(0), div(div(x, r), r));
    }

    /// exp(x) / (exp(x) + exp(y)), and 1/2 where both are the same infinity.
    static Tensor share(Tensor x, Tensor y) {
        return where(eq(x, y), scalar(0.5), logistic(sub(x, y)));
    }

    /// `x / y`, and 0 where both are 0: the slope of `x log(y)` along x = 0, where it is 0 for every y.
    static Tensor ratio(Tensor x, Tensor y) {
        return div(x, where(and(eq(x, scalar(0)), eq(y, scalar(0))), scalar(1), y));
    }
}
