package org.cotangent.core;

/// The normalised cardinal sine as a composite.
final class Sinc {
    /// Below this |x| the series is used; it then has terms to 2^-60, also after three derivatives.
    private static final double NEAR = 0.75;
    private static final int TERMS = 18;

    private Sinc() {
    }

    static Tensor of(Tensor x) {
        var near = Ops.lt(Ops.abs(x), Ops.scalar(NEAR));
        var small = Ops.where(near, x, Ops.scalar(0));
        var large = Ops.where(near, Ops.scalar(1), x);
        return Ops.where(near, series(Ops.square(Ops.mul(small, Ops.scalar(Math.PI)))), quotient(large));
    }

    /// sum of (-v)^k / (2k+1)!
    private static Tensor series(Tensor v) {
        var y = Ops.scalar(1.0);
        for (int k = TERMS; k > 0; k--) {
            y = Ops.sub(Ops.scalar(1), Ops.mul(Ops.div(v, Ops.scalar(2.0 * k * (2 * k + 1))), y));
        }
        return y;
    }

    /// The sine of pi times what is left of x beside the nearest whole number, which is exact.
    private static Tensor quotient(Tensor x) {
        var whole = Ops.round(x);
        var odd = Ops.ne(Ops.remainder(whole, Ops.scalar(2)), Ops.scalar(0));
        var s = Ops.sin(Ops.mul(Ops.sub(x, whole), Ops.scalar(Math.PI)));
        return Ops.div(Ops.where(odd, Ops.neg(s), s), Ops.mul(x, Ops.scalar(Math.PI)));
    }
}
