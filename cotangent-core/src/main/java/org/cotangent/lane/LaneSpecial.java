package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Error functions: erf x = x (c + z p(z)) for |x| <= 1, z = x^2; beyond, erfc x = e^-z E(t) / (1 + 2x) with
/// t = (x - k) / (x + k). The gamma family is served one lane at a time by `Special`.
final class LaneSpecial {
    private LaneSpecial() {}

    /// erfc of a, which is in [0.45, 28] (f32: 11).
    private static Lane tail(Lane a) {
        double k = wide(a) ? 4 : 2;
        var one = a.like(1);
        var plus = twoSum(a, a.like(k));
        var den = twoSum(a.add(a), one);
        var both = twoProd(plus.hi(), den.hi());
        var y = one.div(both.hi());
        var inverseDen = inverse(y.mul(plus.hi()), den);
        var t = ratio(a.sub(k), plus, y.mul(den.hi()));
        var e = wide(a) ? lead(t, ERFC4_F64) : lead(t, ERFC2_F32);
        var m = twoProd(e.hi(), inverseDen.hi());
        var low = e.hi().fma(inverseDen.lo(), e.lo().fma(inverseDen.hi(), m.lo()));
        var z = twoProd(a, a);
        var x = LaneExp.expParts(z.hi().neg(), z.lo().neg());
        var p = x.mantissa();
        var v = twoProd(p.hi(), m.hi());
        var rest = p.hi().fma(low, p.lo().fma(m.hi(), v.lo()));
        return x.scaled(v.hi().add(rest));
    }

    /// 1 / d as a pair, from an approximation good to a few ulp.
    private static Pair inverse(Lane y, Pair d) {
        var e = y.neg().fma(d.hi(), y.like(1)).sub(y.mul(d.lo()));
        return new Pair(y, y.mul(e));
    }

    /// n / d as a pair, with y about 1 / d.
    private static Pair ratio(Lane n, Pair d, Lane y) {
        var q = n.mul(y);
        var e = q.neg().fma(d.hi(), n).sub(q.mul(d.lo()));
        return new Pair(q, e.mul(y));
    }

    /// c0 + t (c1 + ...), the sum as a pair.
    private static Pair lead(Pair t, double[] c) {
        var rest = new double[c.length - 2];
        System.arraycopy(c, 2, rest, 0, rest.length);
        var x = t.hi();
        var inner = fastTwoSum(x.like(c[1]), x.mul(poly(x, rest)));
        var product = twoProd(x, inner.hi());
        var sum = twoSum(x.like(c[0]), product.hi());
        var low = x.fma(inner.lo(), t.lo().fma(inner.hi(), product.lo()));
        return new Pair(sum.hi(), sum.lo().add(low));
    }

    /// erf of an argument of absolute value at most 1, as a pair.
    private static Pair small(Lane x) {
        var c = pick(x, ERF_SLOPE_F32, ERF_SLOPE_F64);
        var z = x.mul(x);
        var head = twoProd(x, x.like(c[0]));
        var low = x.mul(z).fma(poly(z, ERF_F32, ERF_F64), x.fma(x.like(c[1]), head.lo()));
        return new Pair(head.hi(), low);
    }

    private static Lane within(Lane a, double low, double high) {
        var b = a.gt(a.like(low)).select(a, a.like(low));
        return b.gt(a.like(high)).select(a.like(high), b);
    }

    static Lane erf(Lane x) {
        var a = x.abs();
        var near = a.lt(1);
        var outer = x.like(1).sub(tail(within(a, 1, wide(x) ? 6.5 : 4.5)));
        var inner = scaledSlope(x, near);
        var far = x.ne(x).select(x, flipSign(outer, x));
        return near.select(inner, far);
    }

    /// Near zero the exact product with the slope would underflow: scale up and down.
    private static Lane scaledSlope(Lane x, Lane near) {
        var tiny = x.abs().lt(wide(x) ? 0x1p-500 : 0x1p-60);
        double up = wide(x) ? 0x1p200 : 0x1p50;
        var s = small(near.select(tiny.select(x.mul(up), x), x.like(1))).sum();
        var r = tiny.select(x.mul(up).mul(pick(x, ERF_SLOPE_F32, ERF_SLOPE_F64)[0]).mul(1 / up), s);
        return x.eq(x.like(0)).select(x, r);
    }

    static Lane erfc(Lane x) {
        var a = x.abs();
        var near = a.lt(0.5);
        var s = small(near.select(x, x.like(0)));
        var one = fastTwoSum(x.like(1), s.hi().neg());
        var inner = one.hi().add(one.lo().sub(s.lo()));
        var t = tail(within(a, 0.5, wide(x) ? 27.5 : 10.5));
        var outer = x.lt(0).select(x.like(2).sub(t), t);
        return near.select(inner, x.ne(x).select(x, outer));
    }
}
