package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Exponentials. The argument is n log 2 + r with |r| <= log(2) / 2; e^r = 1 + r + r^2 q(r); the scaling by 2^n is made
/// in two exact halves, so that results below the normal range are rounded once.
final class LaneExp {
    private LaneExp() {}

    /// A reduced argument: r + rest, and the two halves of the scale 2^n (never infinite, never zero).
    record Reduced(Lane r, Lane rest, Lane n, Lane scale1, Lane scale2) {
        /// r^2 q(r) + rest, so that e^x = 2^n (1 + r + tail).
        Lane tail() {
            return poly(r, EXP_F32, EXP_F64).fma(r.mul(r), r.fma(rest, rest));
        }

        /// e^x / 2^n.
        Pair mantissa() {
            var one = fastTwoSum(r.like(1), r);
            return fastTwoSum(one.hi(), one.lo().add(tail()));
        }

        Lane scaled(Lane v) {
            return v.mul(scale1).mul(scale2);
        }
    }

    /// x limited to where e^x is neither zero nor infinite for good (with a margin); NaN stays.
    static Lane clamp(Lane x) {
        var low = x.lt(pick(x, -104, -746)).select(pick(x, -104, -746), x);
        return low.gt(pick(x, 89, 710.5)).select(pick(x, 89, 710.5), low);
    }

    /// The nearest integer to v, with the halves of 2^n. `v` = a * b for the rounding only.
    private static Lane shifted(Lane a, double b) {
        return a.fma(a.like(b), a.like(magic(a) + bias2(a)));
    }

    private static int bias2(Lane x) {
        return wide(x) ? 2046 : 254;
    }

    private static Lane half1(Lane shiftedBits) {
        return shiftedBits.ushr(1);
    }

    private static Lane power(Lane x, Lane biased) {
        return biased.shl(fraction(x)).fromBits();
    }

    private static Reduced reduced(Lane t, Lane n, Lane r, Lane rest) {
        var tb = t.toBits();
        var h1 = half1(tb);
        return new Reduced(r, rest, n, power(t, h1), power(t, tb.sub(h1)));
    }

    /// Reduction of x + low, where x is clamped and |low| is far below 1; low may be null.
    static Reduced reduce(Lane x, Lane low) {
        var ln2 = pick(x, LN2_F32, LN2_F64);
        var t = shifted(x, pick(x, LOG2E_F32, LOG2E_F64)[0]);
        var n = t.sub(magic(x) + bias2(x));
        var exact = n.fma(x.like(-ln2[0]), x);
        var r = n.fma(x.like(-ln2[1]), exact);
        var rest = n.fma(x.like(-ln2[1]), exact.sub(r));
        if (low == null) {
            return reduced(t, n, r, rest);
        }
        var joined = fastTwoSum(r, rest.add(low));
        return reduced(t, n, joined.hi(), joined.lo());
    }

    static Reduced reduce(Lane x) {
        return reduce(x, null);
    }

    /// Reduction for 2^x.
    static Reduced reduce2(Lane x) {
        var ln2 = pick(x, LN2_F32, LN2_F64);
        var t = shifted(x, 1);
        var n = t.sub(magic(x) + bias2(x));
        var f = x.sub(n);
        var r = f.mul(ln2[0]);
        var rest = f.fma(x.like(ln2[1]), f.fma(x.like(ln2[0]), r.neg()));
        return reduced(t, n, r, rest);
    }

    private static Reduced clamped(Lane x, Lane low) {
        var inside = clamp(x);
        return reduce(inside, low == null ? null : x.eq(inside).select(low, x.like(0)));
    }

    /// Where the result is zero for good nothing below the normal range is computed: processors take a hundred times as
    /// long for such numbers, and masked scores are half of what attention takes exponentials of.
    static Lane exp(Lane x) {
        var zero = x.lt(pick(x, -104, -746));
        var low = zero.select(x.like(0), x);
        var z = reduce(low.gt(pick(x, 89, 710.5)).select(pick(x, 89, 710.5), low));
        var r = z.r();
        var e = poly(r, EXP_F32, EXP_F64).fma(r.mul(r), r).add(1);
        return zero.select(x.like(0), z.scaled(e));
    }

    /// e^(x + low) with one rounding error of about half an ulp; low is at most a few ulp of x.
    static Lane exp(Lane x, Lane low) {
        var z = clamped(x, low);
        return z.scaled(z.mantissa().sum());
    }

    /// The reduced parts of e^(x + low), for those who go on before scaling; low may be null.
    static Reduced expParts(Lane x, Lane low) {
        return clamped(x, low);
    }

    /// e^(x + low) as a pair (low may be null); the low part is lost below the normal range.
    static Pair expPair(Lane x, Lane low) {
        var z = clamped(x, low);
        var m = z.mantissa();
        return new Pair(z.scaled(m.hi()), z.scaled(m.lo()));
    }

    static Lane exp2(Lane x) {
        var low = x.lt(pick(x, -151, -1076)).select(pick(x, -151, -1076), x);
        var z = reduce2(low.gt(pick(x, 129, 1025)).select(pick(x, 129, 1025), low));
        var one = fastTwoSum(x.like(1), z.r());
        return z.scaled(one.hi().add(one.lo().add(z.tail())));
    }

    static Lane expm1(Lane x) {
        var low = x.lt(pick(x, -20, -40)).select(pick(x, -20, -40), x);
        var high = pick(x, 89, 710);
        var z = reduce(low.gt(high).select(high, low));
        var s = half(z);
        var a = s.sub(0.5);
        var e = times(z, s, a);
        e = new Pair(e.hi(), e.lo().add(s.sub(a).sub(0.5)));
        var tiny = x.abs().lt(x.like(wide(x) ? 0x1p-54 : 0x1p-25));
        return tiny.select(x, e.sum().mul(2));
    }

    /// (e^x - 1) / 2 for arguments in [-1, 50] (f32: [-1, 20]), as a pair not normalised.
    static Pair expm1Half(Lane x) {
        var z = reduce(x);
        var s = half(z);
        return times(z, s, s.sub(0.5));
    }

    /// 2^(n - 1).
    private static Lane half(Reduced z) {
        return power(z.n(), z.n().add(magic(z.n()) + (wide(z.n()) ? 1022 : 126)).toBits());
    }

    /// s (r + tail) + a, where |a| is above |s r| or a is zero.
    private static Pair times(Reduced z, Lane s, Lane a) {
        var sum = fastTwoSum(a, s.mul(z.r()));
        return new Pair(sum.hi(), s.fma(z.tail(), sum.lo()));
    }

    /// 1 - e^x as a pair with small relative error, for x <= 0, down to where e^x is the smallest number.
    static Pair oneMinusExp(Lane x) {
        var near = x.gt(-1);
        var half = expm1Half(near.select(x, x.like(-1)));
        var e = expPair(x, null);
        var far = fastTwoSum(x.like(1), e.hi().neg());
        return select(near, half.normal().scale(x.like(-2)), new Pair(far.hi(), far.lo().sub(e.lo())));
    }
}
