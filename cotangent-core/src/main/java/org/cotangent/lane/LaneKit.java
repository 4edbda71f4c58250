package org.cotangent.lane;

import static org.cotangent.lane.LaneType.F64;

/// What the lane functions share: constants by type, polynomials, exact sums and products, bits.
final class LaneKit {
    private LaneKit() {}

    /// An unevaluated sum of two lanes, the second small beside the first.
    record Pair(Lane hi, Lane lo) {
        /// The pair rounded to one lane.
        Lane sum() {
            return hi.add(lo);
        }

        /// The same sum with hi the rounded value; needs |lo| not above |hi|, or hi zero.
        Pair normal() {
            return fastTwoSum(hi, lo);
        }

        Pair neg() {
            return new Pair(hi.neg(), lo.neg());
        }

        /// Both parts times an exact power of two.
        Pair scale(Lane power) {
            return new Pair(hi.mul(power), lo.mul(power));
        }
    }

    static boolean wide(Lane x) {
        return x.type() == F64;
    }

    static Lane pick(Lane x, double f32, double f64) {
        return x.like(wide(x) ? f64 : f32);
    }

    static double[] pick(Lane x, double[] f32, double[] f64) {
        return wide(x) ? f64 : f32;
    }

    static Lane nan(Lane x) {
        return x.like(Double.NaN);
    }

    static Lane inf(Lane x) {
        return x.like(Double.POSITIVE_INFINITY);
    }

    /// Polynomial with coefficients lowest power first, by Horner's rule.
    static Lane poly(Lane x, double[] c) {
        var p = x.like(c[c.length - 1]);
        for (int i = c.length - 2; i >= 0; i--) {
            p = p.fma(x, x.like(c[i]));
        }
        return p;
    }

    static Lane poly(Lane x, double[] f32, double[] f64) {
        return poly(x, pick(x, f32, f64));
    }

    /// a + b exactly, where |a| is not below |b| or a is zero.
    static Pair fastTwoSum(Lane a, Lane b) {
        var s = a.add(b);
        return new Pair(s, a.sub(s).add(b));
    }

    /// a + b exactly.
    static Pair twoSum(Lane a, Lane b) {
        var s = a.add(b);
        var t = s.sub(a);
        return new Pair(s, a.sub(s.sub(t)).add(b.sub(t)));
    }

    /// a * b exactly, short of underflow.
    static Pair twoProd(Lane a, Lane b) {
        var p = a.mul(b);
        return new Pair(p, a.fma(b, p.neg()));
    }

    /// n / d with about twice the digits of one lane; overflow and zeros are the caller's care.
    static Pair divide(Pair n, Pair d) {
        var y = d.hi.like(1).div(d.hi);
        var q = n.hi.mul(y);
        var rest = q.neg().fma(d.hi, n.hi).add(q.neg().fma(d.lo, n.lo));
        return new Pair(q, rest.mul(y));
    }

    /// The square root of a pair that is positive (or zero, which gives zero).
    static Pair sqrt(Pair h) {
        var s = h.hi.sqrt();
        var rest = s.neg().fma(s, h.hi).add(h.lo);
        var safe = s.gt(0).select(s, s.like(1));
        return new Pair(s, rest.div(safe.add(safe)));
    }

    static Pair select(Lane mask, Pair a, Pair b) {
        return new Pair(mask.select(a.hi, b.hi), mask.select(a.lo, b.lo));
    }

    static Lane signBits(Lane x) {
        return x.toBits().and(Lane.ofBits(x.type().toInt(), wide(x) ? Long.MIN_VALUE : Integer.MIN_VALUE));
    }

    /// A value that is not negative (or NaN) with the sign bit of `sign`.
    static Lane withSign(Lane magnitude, Lane sign) {
        return magnitude.toBits().or(signBits(sign)).fromBits();
    }

    /// The value with its sign flipped where `sign` is negative by its sign bit.
    static Lane flipSign(Lane x, Lane sign) {
        return x.toBits().xor(signBits(sign)).fromBits();
    }

    static Lane bits(Lane like, long f32, long f64) {
        return Lane.ofBits(like.type().toInt(), wide(like) ? f64 : f32);
    }

    /// Bits of the fraction: 23 or 52.
    static int fraction(Lane x) {
        return wide(x) ? 52 : 23;
    }

    /// 1.5 * 2^fraction: added, it rounds to an integer, which then stands in the low bits.
    static double magic(Lane x) {
        return wide(x) ? 0x1.8p52 : 0x1.8p23;
    }
}
