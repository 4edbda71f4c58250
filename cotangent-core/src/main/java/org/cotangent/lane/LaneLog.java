package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Logarithms. x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt 2]; log(1 + f) = f + f^2 q(f), without a division.
final class LaneLog {
    private LaneLog() {}

    /// x = 2^k m, where `biased` is k plus the exponent bias of the type.
    record Split(Lane k, Lane m, Lane biased) {}

    /// log(1 + f) = f + tail, and the exponent.
    private record Parts(Lane k, Lane f, Lane tail) {}

    /// Splits a normal positive number; where `scaled` (or null) is set, k is smaller by the fraction's width + 2.
    static Split split(Lane x, Lane scaled) {
        int w = fraction(x);
        int bias = wide(x) ? 1023 : 127;
        var root = bits(x, 0x3f3504f3, 0x3fe6a09e667f3bcdL);
        var u = x.toBits().add(bits(x, 0x3f800000 - 0x3f3504f3, 0x3ff0000000000000L - 0x3fe6a09e667f3bcdL));
        var biased = u.ushr(w);
        var m = u.and(bits(x, 0x7fffff, 0xfffffffffffffL)).add(root).fromBits();
        double big = wide(x) ? 0x1p52 : 0x1p23;
        var float1 = biased.or(x.like(big).toBits()).fromBits();
        var offset = x.like(big + bias);
        var k = float1.sub(scaled == null ? offset : scaled.select(x.like(big + bias + w + 2), offset));
        return new Split(k, m, biased);
    }

    private static Parts parts(Lane x) {
        var small = x.lt(smallest(x));
        var scaled = small.select(x.mul(wide(x) ? 0x1p54 : 0x1p25), x);
        var s = split(scaled, small);
        var f = s.m.sub(1);
        return new Parts(s.k, f, tail(f));
    }

    static Lane smallest(Lane x) {
        return x.like(wide(x) ? Double.MIN_NORMAL : Float.MIN_NORMAL);
    }

    private static Lane tail(Lane f) {
        return f.mul(f).mul(poly(f, LOG_F32, LOG_F64));
    }

    /// The result for positive finite arguments, else what a logarithm says.
    private static Lane guard(Lane x, Lane result) {
        var finite = x.lt(inf(x)).select(result, x);
        var other = x.eq(x.like(0)).select(x.like(Double.NEGATIVE_INFINITY), nan(x));
        return x.gt(0).select(finite, other);
    }

    static Lane log(Lane x) {
        var p = parts(x);
        return guard(x, sum(p.k, p.f, p.tail).sum());
    }

    /// k log 2 + f + tail.
    private static Pair sum(Lane k, Lane f, Lane tail) {
        var ln2 = pick(f, LN2_SHORT_F32, LN2_SHORT_F64);
        var hi = fastTwoSum(k.mul(ln2[0]), f);
        return new Pair(hi.hi(), k.fma(f.like(ln2[1]), hi.lo().add(tail)));
    }

    static Lane log2(Lane x) {
        return guard(x, based(x, pick(x, LOG2E_F32, LOG2E_F64), new double[] {1, 0}));
    }

    static Lane log10(Lane x) {
        return guard(x, based(x, pick(x, LOG10E_F32, LOG10E_F64), pick(x, LOG10_2_SHORT_F32, LOG10_2_SHORT_F64)));
    }

    /// k unit + log(1 + f) factor, both constants as sums.
    private static Lane based(Lane x, double[] factor, double[] unit) {
        var p = parts(x);
        var m = fastTwoSum(p.f, p.tail);
        var prod = twoProd(m.hi(), x.like(factor[0]));
        var low = m.hi().fma(x.like(factor[1]), m.lo().fma(x.like(factor[0]), prod.lo()));
        var total = fastTwoSum(p.k.mul(unit[0]), prod.hi());
        return total.hi().add(p.k.fma(x.like(unit[1]), total.lo().add(low)));
    }

    /// log of a normalised positive pair whose head is a normal number; relative accuracy near 1 too.
    static Pair log(Pair u) {
        return log(u, null);
    }

    /// log(2^extra u); extra may be null.
    static Pair log(Pair u, Lane extra) {
        var s = split(u.hi(), null);
        int w = fraction(u.hi());
        var twiceInverse = bits(u.hi(), 255, 2047).sub(s.biased).shl(w).fromBits();
        var f = fastTwoSum(s.m.sub(1), u.lo().mul(twiceInverse).mul(0.5));
        var correction = f.hi().neg().fma(f.lo(), f.lo());
        var k = extra == null ? s.k : s.k.add(extra);
        return sum(k, f.hi(), tail(f.hi()).add(correction));
    }

    static Lane log1p(Lane x) {
        var u = twoSum(x.like(1), x);
        var big = x.gt(x.like(wide(x) ? 0x1p60 : 0x1p30));
        var r = log(new Pair(u.hi(), big.select(x.like(0), u.lo()))).sum();
        var tiny = x.abs().lt(x.like(wide(x) ? 0x1p-54 : 0x1p-25));
        return tiny.select(x, guard(u.hi(), r));
    }

    /// max(x, 0) + log(1 + e^-|x|).
    static Lane softplus(Lane x) {
        var top = x.lt(0).select(x.like(0), x);
        var r = addLog1pExp(top, x.abs().neg(), null);
        return top.lt(inf(x)).select(r, top);
    }

    /// top + log(1 + e^(d + low)) with d <= 0.
    private static Lane addLog1pExp(Lane top, Lane d, Lane low) {
        var e = LaneExp.expPair(d, low);
        var u = fastTwoSum(d.like(1), e.hi());
        var log = log(new Pair(u.hi(), u.lo().add(e.lo())));
        var total = twoSum(top, log.hi());
        return total.hi().add(total.lo().add(log.lo()));
    }

    static Lane logAddExp(Lane x, Lane y) {
        var swap = x.lt(y);
        var top = swap.select(y, x);
        var d = twoSum(swap.select(x, y), top.neg());
        var finite = d.hi().abs().lt(inf(x));
        var r = addLog1pExp(top, finite.select(d.hi(), x.like(-1000)), finite.select(d.lo(), x.like(0)));
        var special = x.ne(x).or(y.ne(y)).select(nan(x), top.add(0));
        return finite.select(r, special);
    }

    /// log(1 - e^x) for x < 0; minus infinity at 0, NaN above.
    static Lane log1mExp(Lane x) {
        var below = x.lt(0).select(x, x.like(-1));
        var tiny = below.gt(smallest(x).neg());
        int shift = fraction(x) + 2;
        var scaled = new Pair(below.mul(-Math.scalb(1.0, shift)), x.like(0));
        var extra = tiny.select(x.like(-shift), x.like(0));
        var r = log(LaneKit.select(tiny, scaled, LaneExp.oneMinusExp(below).normal()), extra).sum();
        var other = x.eq(x.like(0)).select(x.like(Double.NEGATIVE_INFINITY), nan(x));
        return x.lt(0).select(r.abs().neg(), other);
    }

    /// x log y, and 0 where x is 0 and y is not NaN.
    static Lane xlogy(Lane x, Lane y) {
        return zeroTimes(x, y, x.mul(log(y)));
    }

    /// x log(1 + y), and 0 where x is 0 and y is not NaN.
    static Lane xlog1py(Lane x, Lane y) {
        return zeroTimes(x, y, x.mul(log1p(y)));
    }

    private static Lane zeroTimes(Lane x, Lane y, Lane product) {
        return x.eq(x.like(0)).select(y.eq(y).select(x.like(0), nan(x)), product);
    }
}
