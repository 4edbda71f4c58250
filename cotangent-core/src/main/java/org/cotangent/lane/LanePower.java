package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Roots and powers.
final class LanePower {
    private static final int SQUARING = 64;

    private LanePower() {}

    /// The quotient 1 / sqrt x with one Newton step in twice the digits.
    static Lane rsqrt(Lane x) {
        var y = x.like(1).div(x.sqrt());
        var t = twoProd(x, y);
        var e = t.hi().neg().fma(y, x.like(1)).sub(t.lo().mul(y));
        var better = y.mul(0.5).fma(e, y);
        var inside = x.gt(0).and(x.lt(inf(x)));
        return inside.select(better, y);
    }

    /// x = 2^3q m; m^(-1/3) by a polynomial and Newton's steps without division, the last one in twice the digits.
    static Lane cbrt(Lane x) {
        var a = x.abs();
        int up = wide(x) ? 54 : 24;
        var small = a.lt(LaneLog.smallest(x));
        var s = LaneLog.split(small.select(a.mul(Math.scalb(1.0, up)), a), null);
        double bias = magic(x) + (wide(x) ? 1023 : 127);
        var q = s.k().fma(x.like(1.0 / 3), x.like(magic(x))).sub(magic(x));
        var m = s.m().mul(power(q.fma(x.like(-3), s.k()).add(bias)));
        var y = poly(m, CBRT_F32, CBRT_F64);
        for (int i = wide(x) ? 2 : 1; i > 0; i--) {
            y = y.mul(1.0 / 3).fma(m.neg().mul(y).fma(y.mul(y), x.like(1)), y);
        }
        var t = m.mul(y.mul(y));
        var t2 = twoProd(t, t);
        var rest = t2.hi().fma(t, m.neg()).add(t2.lo().mul(t));
        var root = y.mul(y).mul(-1.0 / 3).fma(rest, t);
        var exponent = q.sub(small.select(x.like(up / 3), x.like(0)));
        var r = flipSign(root.mul(power(exponent.add(bias))), x);
        return a.gt(0).and(a.lt(inf(x))).select(r, x);
    }

    /// 2^n from a float whose low bits hold the biased exponent.
    private static Lane power(Lane shifted) {
        return shifted.toBits().shl(fraction(shifted)).fromBits();
    }

    static Lane hypot(Lane x, Lane y) {
        var swap = x.abs().lt(y.abs());
        var a0 = swap.select(y.abs(), x.abs());
        var b0 = swap.select(x.abs(), y.abs());
        var large = a0.gt(x.like(wide(x) ? 0x1p500 : 0x1p60));
        var little = a0.lt(wide(x) ? 0x1p-450 : 0x1p-50);
        double down = wide(x) ? 0x1p-600 : 0x1p-80;
        double up = wide(x) ? 0x1p700 : 0x1p100;
        var factor = large.select(x.like(down), little.select(x.like(up), x.like(1)));
        var back = large.select(x.like(1 / down), little.select(x.like(1 / up), x.like(1)));
        var a = twoProd(a0.mul(factor), a0.mul(factor));
        var b = twoProd(b0.mul(factor), b0.mul(factor));
        var s = fastTwoSum(a.hi(), b.hi());
        var r = LaneKit.sqrt(new Pair(s.hi(), s.lo().add(a.lo().add(b.lo())))).sum().mul(back);
        var infinite = x.abs().eq(inf(x)).or(y.abs().eq(inf(x)));
        return infinite.select(inf(x), r);
    }

    /// log x as a pair with a relative error of about 2^-66 (f32: 2^-34), x positive:
    /// 2 atanh((m - 1) / (m + 1)) + k log 2.
    private static Pair log(Lane x) {
        var small = x.lt(LaneLog.smallest(x));
        var split = LaneLog.split(small.select(x.mul(wide(x) ? 0x1p54 : 0x1p25), x), small);
        var f = split.m().sub(1);
        var s = divide(new Pair(f, x.like(0)), fastTwoSum(x.like(2), f)).normal();
        var z0 = twoProd(s.hi(), s.hi());
        var z = new Pair(z0.hi(), s.hi().add(s.hi()).fma(s.lo(), z0.lo()));
        double third = wide(x) ? 1.0 / 3 : (float) (1.0 / 3);
        var v = fastTwoSum(x.like(third), z.hi().mul(poly(z.hi(), ATANH_F32, ATANH_F64)));
        double thirdLow = wide(x) ? 0x1p-54 / 3 : 1.0 / 3 - third;
        var w = product(z, new Pair(v.hi(), v.lo().add(thirdLow)));
        var sw = product(s, w);
        var ln2 = pick(x, LN2_SHORT_F32, LN2_SHORT_F64);
        var two = s.scale(x.like(2));
        var head = fastTwoSum(split.k().mul(ln2[0]), two.hi());
        var next = twoSum(head.hi(), sw.hi().mul(2));
        var low = split.k().fma(x.like(ln2[1]), head.lo().add(next.lo()));
        return fastTwoSum(next.hi(), low.add(two.lo().add(sw.lo().mul(2))));
    }

    private static Pair product(Pair a, Pair b) {
        var p = twoProd(a.hi(), b.hi());
        return new Pair(p.hi(), a.hi().fma(b.lo(), a.lo().fma(b.hi(), p.lo())));
    }

    static Lane pow(Lane x, Lane y) {
        var ax = x.abs();
        var l = log(ax);
        var p = twoProd(y, l.hi());
        var r = LaneExp.exp(p.hi(), y.fma(l.lo(), p.lo()));
        return powSpecial(x, y, ax, r);
    }

    private static Lane powSpecial(Lane x, Lane y, Lane ax, Lane r) {
        var ay = y.abs();
        var one = x.like(1);
        var zero = x.like(0);
        double big = wide(x) ? 0x1p52 : 0x1p23;
        var fractional = ay.lt(big);
        var shifted = fractional.select(ay.add(big), ay);
        var whole = fractional.not().or(shifted.sub(big).eq(ay));
        var bits = shifted.toBits();
        var odd = whole.and(ay.lt(2 * big)).and(bits.and(bits.like(1)).ne(bits.like(0)));
        var negative = x.toBits().lt(bits.like(0));
        var edge = ax.eq(zero).or(ax.eq(inf(x))).or(ay.eq(inf(x)));
        var grows = ax.gt(1).xor(y.gt(0)).not();
        var v = edge.select(grows.select(inf(x), zero), r);
        v = negative.and(odd).select(v.neg(), v);
        var undefined = negative.and(whole.not()).and(edge.not());
        v = undefined.or(x.ne(x)).or(y.ne(y)).select(nan(x), v);
        var unit = y.eq(zero).or(x.eq(one)).or(ax.eq(one).and(ay.eq(inf(x))));
        return unit.select(one, v);
    }

    /// x^k for a fixed k. Up to |k| = 64: x^k = x^(k - h) x^h for h the largest power of two in k, the powers of two
    /// by squaring; negative powers are (1 / x^h) (1 / x^(|k| - h)) with h = |k| / 2, so that nothing overflows early.
    /// The relative error is at most about |k| / 2 ulp (2 ulp for |k| <= 4); beyond 64 as `pow`.
    static Lane powInt(Lane x, int k) {
        if (k == 0) {
            return x.like(1);
        }
        if (Math.abs((long) k) > SQUARING) {
            return powLarge(x, k);
        }
        return k > 0 ? positive(x, k) : negative(x, -k);
    }

    private static Lane positive(Lane x, int k) {
        int h = Integer.highestOneBit(k);
        var p = x;
        for (int i = 1; i < h; i += i) {
            p = p.mul(p);
        }
        return h == k ? p : positive(x, k - h).mul(p);
    }

    private static Lane negative(Lane x, int k) {
        var one = x.like(1);
        if (k == 1) {
            return one.div(x);
        }
        var y = one.div(positive(x, k / 2));
        return k % 2 == 0 ? y.mul(y) : y.mul(one.div(positive(x, k - k / 2)));
    }

    /// An exponent that is no number of the type is split in two that are.
    private static Lane powLarge(Lane x, int k) {
        if (wide(x) || (int) (float) k == k && k != Integer.MAX_VALUE) {
            return pow(x, x.like(k));
        }
        int low = k & 0xff;
        return pow(x, x.like(k - low)).mul(pow(x, x.like(low)));
    }
}
