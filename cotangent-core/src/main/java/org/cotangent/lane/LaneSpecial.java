package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Error functions: erf x = x (c + z p(z)) for |x| <= 1, z = x^2; beyond, erfc x = e^-z E(t) / (1 + 2x) with
/// t = (x - k) / (x + k). The gamma family is served one lane at a time by `Special`.
final class LaneSpecial {
    private LaneSpecial() {}

    /// erfc a times e^(a^2), as a pair, for a in [0.45, 28] (f32: 11).
    private static Pair scaledTail(Lane a) {
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
        return new Pair(m.hi(), e.hi().fma(inverseDen.lo(), e.lo().fma(inverseDen.hi(), m.lo())));
    }

    /// erfc of a in the same range.
    private static Lane tail(Lane a) {
        var m = scaledTail(a);
        var z = twoProd(a, a);
        var x = LaneExp.expParts(z.hi().neg(), z.lo().neg());
        var p = x.mantissa();
        var v = twoProd(p.hi(), m.hi());
        var rest = p.hi().fma(m.lo(), p.lo().fma(m.hi(), v.lo()));
        return x.scaled(v.hi().add(rest));
    }

    /// erfc of a, good to a few ulp, for a in [1, 7].
    private static Lane roughTail(Lane a) {
        double k = wide(a) ? 4 : 2;
        var plus = a.add(k);
        var den = a.add(a).add(1);
        var y = a.like(1).div(plus.mul(den));
        var e = poly(a.sub(k).mul(y.mul(den)), ERFC2_F32, ERFC4_F64);
        return LaneExp.exp(a.mul(a).neg()).mul(e.mul(y.mul(plus)));
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
        var outer = x.like(1).sub(roughTail(within(a, 1, wide(x) ? 6.5 : 4.5)));
        var inner = scaledSlope(x, near);
        var far = x.ne(x).select(x, flipSign(outer, x));
        return near.select(inner, far);
    }

    /// Near zero the exact product with the slope would underflow: scale up and down.
    private static Lane scaledSlope(Lane x, Lane near) {
        var tiny = x.abs().lt(wide(x) ? 0x1p-500 : 0x1p-80);
        double up = wide(x) ? 0x1p200 : 0x1p50;
        var s = small(near.select(tiny.select(x.mul(up), x), x.like(1))).sum();
        var r = tiny.select(s.mul(1 / up), s);
        return x.eq(x.like(0)).select(x, r);
    }

    /// e^(x^2) erfc x.
    static Lane erfcx(Lane x) {
        var a = x.abs();
        var near = a.lt(0.5);
        var s = small(near.select(x, x.like(0)));
        var one = fastTwoSum(x.like(1), s.hi().neg()).normal();
        var inner = fastTwoSum(one.hi(), one.lo().sub(s.lo()));
        double limit = wide(x) ? 27.5 : 10.5;
        var m = scaledTail(within(a, 0.5, limit));
        var z = twoProd(a, a);
        var infinite = z.hi().eq(inf(x));
        var parts = LaneExp.expParts(z.hi(), infinite.select(x.like(0), z.lo()));
        var e = parts.mantissa();
        var v = twoProd(e.hi(), inner.hi());
        var middle = parts.scaled(v.hi().add(e.hi().fma(inner.lo(), e.lo().fma(inner.hi(), v.lo()))));
        var beyond = a.eq(inf(x)).select(x.like(0), series(a));
        var far = a.gt(x.like(limit)).select(beyond, m.sum());
        var grown = parts.scaled(e.sum()).mul(2).sub(far);
        return near.select(middle, x.ne(x).select(x, x.lt(0).select(grown, far)));
    }

    /// The asymptotic series 1 / (a sqrt pi) (1 - 1 / (2 a^2) + 3 / (4 a^4) - ...), for a beyond 10 or 27.
    private static Lane series(Lane a) {
        var r = a.like(1).div(a);
        var z = r.mul(r);
        var c = pick(a, ERF_SLOPE_F32, ERF_SLOPE_F64);
        var half = twoProd(r, a.like(c[0] / 2));
        double[] terms = {-0.5, 0.75, -1.875, 6.5625, -29.53125, 162.421875, -1055.7421875};
        var error = r.neg().fma(a, a.like(1));
        var factor = z.fma(poly(z, terms), error);
        return half.hi().add(half.hi().fma(factor, r.fma(a.like(c[1] / 2), half.lo())));
    }

    /// With q = 1 - |x| and t = sqrt(-log q), erfinv x = t p(v), v = (t - 2) / (t + 2); inside 1/2 a polynomial in x^2.
    static Lane erfInv(Lane x) {
        var a = x.abs();
        var near = a.lt(0.5);
        var q = near.select(x.like(0.5), x.like(1).sub(a));
        var far = flipSign(invertTail(q.gt(0).select(q, x.like(0.5))), x);
        far = x.ne(x).or(a.gt(1)).select(nan(x), far);
        far = a.eq(x.like(1)).select(flipSign(inf(x), x), far);
        var tiny = a.lt(wide(x) ? 0x1p-500 : 0x1p-80);
        double up = wide(x) ? 0x1p200 : 0x1p50;
        var y = near.select(tiny.select(x.mul(up), x), x.like(0));
        var c = pick(x, ERFINV_SLOPE_F32, ERFINV_SLOPE_F64);
        var z = y.mul(y);
        var head = twoProd(y, x.like(c[0]));
        var low = y.mul(z).fma(poly(z, ERFINV_F32, ERFINV_F64), y.fma(x.like(c[1]), head.lo()));
        var s = head.hi().add(low);
        var inner = x.eq(x.like(0)).select(x, tiny.select(s.mul(1 / up), s));
        return near.select(inner, far);
    }

    private static Lane invertTail(Lane q) {
        var t = LaneKit.sqrt(LaneLog.log(new Pair(q, q.like(0))).neg().normal()).normal();
        var two = q.like(2);
        var n = twoSum(t.hi(), two.neg());
        var d = twoSum(t.hi(), two);
        var v = divide(new Pair(n.hi(), n.lo().add(t.lo())), new Pair(d.hi(), d.lo().add(t.lo())));
        var p = lead(v, pick(q, ERFINV_TAIL_F32, ERFINV_TAIL_F64));
        var r = twoProd(t.hi(), p.hi());
        return r.hi().add(t.hi().fma(p.lo(), t.lo().fma(p.hi(), r.lo())));
    }

    private static Lane gammas(Lane x, String method, Lane... arguments) {
        var all = Lane.constant(LaneType.MASK, 1);
        return all.call(new ScalarFunction(IncompleteGamma.class, method), x, arguments);
    }

    static Lane igamma(Lane a, Lane x) {
        return gammas(x, "igamma", a, x);
    }

    static Lane igammac(Lane a, Lane x) {
        return gammas(x, "igammac", a, x);
    }

    static Lane gammaDensity(Lane a, Lane x) {
        return gammas(x, "gammaDensity", a, x);
    }

    static Lane igammaShape(Lane n, Lane a, Lane x) {
        return gammas(x, "igammaShape", n, a, x);
    }

    private static Lane everywhere(Lane x, String method, Lane... arguments) {
        var all = Lane.constant(LaneType.MASK, 1);
        return all.call(new ScalarFunction(Special.class, method), x, arguments);
    }

    /// The logarithm of the normal distribution's function by e = erfcx(|x| / sqrt 2), or with the sign of x from -1
    /// on:
    /// log(e / 2) - x^2 / 2 on the left, log(1 - e exp(-x^2 / 2) / 2) elsewhere.
    static Lane logNdtr(Lane x) {
        var left = x.lt(-1);
        var e = erfcx(left.select(x.neg(), x).mul(x.like(0.7071067811865476)));
        var z = twoProd(x, x);
        var low = z.hi().eq(inf(x)).select(x.like(0), z.lo());
        var rest = LaneExp.exp(z.hi().mul(-0.5));
        var upper = e.mul(rest.sub(rest.mul(low.mul(0.5)))).mul(-0.5);
        var far = LaneLog.log(e.mul(0.5)).sub(z.hi().mul(0.5));
        return left.select(far, LaneLog.log1p(left.select(x.like(0), upper)));
    }

    static Lane bessel(String name, Lane x) {
        return Lane.constant(LaneType.MASK, 1).call(new ScalarFunction(BesselFunctions.class, name), x, x);
    }

    static Lane lgamma(Lane x) {
        return everywhere(x, "lgamma", x);
    }

    static Lane digamma(Lane x) {
        return everywhere(x, "digamma", x);
    }

    static Lane polygamma(Lane n, Lane x) {
        return everywhere(x, "polygamma", n, x);
    }

    static Lane zeta(Lane s, Lane q) {
        return everywhere(s, "zeta", s, q);
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
