package org.cotangent.rewrite;

import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// What is known of every element of a value: a range that holds it, whether it may be NaN, whether it is whole.
///
/// Infinite ends of the range mean that the element may be infinite; a range that ends at the largest number is
/// finite. The signs of zeros are not told apart. What is said holds on every evaluation, whatever the inputs.
///
/// @param lo      no element lies below
/// @param hi      no element lies above
/// @param nan     whether an element may be NaN, to which the range does not apply
/// @param integer whether every finite element is a whole number
record Fact(double lo, double hi, boolean nan, boolean integer) {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final long LOOK = 64;

    /// Anything.
    static final Fact ANY = new Fact(-INF, INF, true, false);
    /// 0 or 1.
    static final Fact BOOL = new Fact(0, 1, false, true);

    /// All that the type says.
    static Fact of(TensorType type) {
        return of(type.dtype());
    }

    static Fact of(DType dtype) {
        return dtype.isFloat() ? ANY : switch (dtype) {
            case BOOL -> BOOL;
            case INT32 -> new Fact(Integer.MIN_VALUE, Integer.MAX_VALUE, false, true);
            default -> new Fact(-0x1p63, 0x1p63, false, true);
        };
    }

    /// What the numbers say, where they are few.
    static Fact of(Tensor t) {
        if (!(t instanceof Concrete c) || c.shape().count() > LOOK || c.shape().count() == 0) {
            return of(t.type());
        }
        double lo = INF;
        double hi = -INF;
        boolean nan = false;
        boolean integer = true;
        for (long i = 0; i < c.shape().count(); i++) {
            double v = c.getDouble(i);
            nan |= Double.isNaN(v);
            lo = v < lo ? v : lo;
            hi = v > hi ? v : hi;
            integer &= Double.isInfinite(v) || v == Math.rint(v);
        }
        return lo > hi ? of(t.type()) : new Fact(lo, hi, nan, integer);
    }

    boolean mayBeInfinite() {
        return lo == -INF || hi == INF;
    }

    /// Whether it is neither infinite nor NaN.
    boolean isFinite() {
        return !nan && !mayBeInfinite();
    }

    boolean mayBeZero() {
        return lo <= 0 && hi >= 0;
    }

    boolean isPositive() {
        return lo > 0 && !nan;
    }

    boolean isNonNegative() {
        return lo >= 0 && !nan;
    }

    /// The largest size of an element.
    double size() {
        return Math.max(Math.abs(lo), Math.abs(hi));
    }

    /// What holds of elements of either.
    Fact or(Fact other) {
        return new Fact(Math.min(lo, other.lo), Math.max(hi, other.hi), nan || other.nan, integer && other.integer);
    }

    Fact within(double low, double high) {
        return new Fact(Math.max(lo, low), Math.min(hi, high), nan, integer);
    }

    Fact withNan(boolean may) {
        return new Fact(lo, hi, may, integer);
    }

    /// Whether a number agrees with what is said.
    boolean holds(double v) {
        return Double.isNaN(v) ? nan : v >= lo && v <= hi && (!integer || Double.isInfinite(v) || v == Math.rint(v));
    }
}
