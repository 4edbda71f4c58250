package org.cotangent.rewrite;

import java.util.function.DoubleUnaryOperator;
import org.cotangent.core.DType;

/// Ranges of elementwise arithmetic, rounded outwards.
final class Ranges {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final int SLACK = 4;

    private Ranges() {
    }

    /// A range widened by what rounding to the dtype may do, made the range of whole numbers that do not wrap.
    static Fact rounded(double lo, double hi, boolean nan, boolean integer, DType dtype) {
        if (!dtype.isFloat()) {
            var all = Fact.of(dtype);
            boolean wraps = !(lo >= all.lo() && hi <= all.hi()) || Math.max(Math.abs(lo), Math.abs(hi)) > 0x1p53;
            return wraps ? all : new Fact(lo, hi, false, true);
        }
        return new Fact(down(lo, dtype, integer), up(hi, dtype, integer), nan, integer);
    }

    private static double up(double v, DType dtype, boolean integer) {
        if (Double.isNaN(v) || v == 0) {
            return v == 0 ? v : INF;
        }
        boolean narrow = dtype != DType.FLOAT64;
        if (integer && Math.abs(v) < (narrow ? 0x1p10 : 0x1p52)) {
            return v;
        }
        double w = narrow ? dtype == DType.FLOAT32 ? (float) v : v + Math.abs(v) * 0x1p-6 : v;
        for (int i = 0; i < SLACK; i++) {
            w = narrow ? Math.nextUp((float) w) : Math.nextUp(w);
        }
        return w;
    }

    private static double down(double v, DType dtype, boolean integer) {
        return -up(-v, dtype, integer);
    }

    /// A function that never falls.
    static Fact rising(DoubleUnaryOperator f, Fact x, DType dtype) {
        return rounded(f.applyAsDouble(x.lo()), f.applyAsDouble(x.hi()), x.nan(), false, dtype);
    }

    /// A function that never rises.
    static Fact falling(DoubleUnaryOperator f, Fact x, DType dtype) {
        return rounded(f.applyAsDouble(x.hi()), f.applyAsDouble(x.lo()), x.nan(), false, dtype);
    }

    static Fact neg(Fact x) {
        return new Fact(-x.hi(), -x.lo(), x.nan(), x.integer());
    }

    static Fact abs(Fact x) {
        double lo = x.mayBeZero() ? 0 : Math.min(Math.abs(x.lo()), Math.abs(x.hi()));
        return new Fact(lo, x.size(), x.nan(), x.integer());
    }

    static Fact add(Fact x, Fact y, DType dtype) {
        boolean clash = x.lo() == -INF && y.hi() == INF || x.hi() == INF && y.lo() == -INF;
        return rounded(x.lo() + y.lo(), x.hi() + y.hi(), x.nan() || y.nan() || clash, x.integer() && y.integer(),
                dtype);
    }

    static Fact mul(Fact x, Fact y, DType dtype) {
        double a = times(x.lo(), y.lo());
        double b = times(x.lo(), y.hi());
        double c = times(x.hi(), y.lo());
        double d = times(x.hi(), y.hi());
        boolean clash = x.mayBeZero() && y.mayBeInfinite() || y.mayBeZero() && x.mayBeInfinite();
        return rounded(Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)),
                x.nan() || y.nan() || clash, x.integer() && y.integer(), dtype);
    }

    private static double times(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b;
    }

    static Fact div(Fact x, Fact y, DType dtype) {
        if (!dtype.isFloat()) {
            return Fact.of(dtype);
        }
        if (y.mayBeZero() || x.mayBeInfinite() && y.mayBeInfinite()) {
            boolean clash = x.mayBeZero() && y.mayBeZero() || x.mayBeInfinite() && y.mayBeInfinite();
            return Fact.ANY.withNan(x.nan() || y.nan() || clash);
        }
        double a = x.lo() / y.lo();
        double b = x.lo() / y.hi();
        double c = x.hi() / y.lo();
        double d = x.hi() / y.hi();
        return rounded(Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)),
                x.nan() || y.nan(), false, dtype);
    }

    /// x^2, x^4 and so on, or x, x^3 and so on.
    static Fact power(Fact x, int k, DType dtype) {
        if (k < 0) {
            return Fact.of(dtype).withNan(x.nan());
        }
        var base = k % 2 == 0 ? abs(x) : x;
        double grow = 1 + k * (dtype == DType.FLOAT64 ? 0x1p-51 : 0x1p-22);
        double lo = Math.pow(base.lo(), k);
        double hi = Math.pow(base.hi(), k);
        return rounded(lo < 0 ? lo * grow : lo / grow, hi < 0 ? hi / grow : hi * grow, x.nan(), x.integer(), dtype);
    }

    /// The sum of up to `n` elements, or of exactly `n`.
    static Fact sum(Fact x, double n, DType dtype) {
        double grow = 1 + n * (dtype == DType.FLOAT64 ? 0x1p-52 : 0x1p-23);
        double lo = times(n, x.lo());
        double hi = times(n, x.hi());
        lo = lo < 0 ? lo * grow : lo / grow;
        hi = hi < 0 ? hi / grow : hi * grow;
        var out = rounded(lo, hi, x.nan(), x.integer(), dtype);
        return out.withNan(dtype.isFloat() && (x.nan() || out.lo() == -INF && out.hi() == INF));
    }
}
