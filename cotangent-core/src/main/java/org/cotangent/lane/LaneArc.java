package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Arc functions. The quotient is reduced with (a - b) / (a + b) or -b / a, so that one division serves.
final class LaneArc {
    private LaneArc() {}

    /// The angle of the point (b, a) in the first quadrant as a pair; a and b are not negative, not both zero,
    /// and finite with room to add them.
    private static Pair angle(Lane a, Lane b) {
        var low = a.lt(b.mul(0.5));
        var high = a.gt(b.add(b));
        var n = low.select(a, high.select(b.neg(), a.sub(b)));
        var d = twoSum(a, b);
        var flat = low.or(high);
        var whole = new Pair(flat.select(low.select(b, a), d.hi()), flat.select(a.like(0), d.lo()));
        var t = divide(new Pair(n, a.like(0)), whole);
        var z = t.hi().mul(t.hi());
        var tail = t.hi().mul(z).fma(poly(z, ATAN_F32, ATAN_F64), t.lo());
        tail = z.neg().fma(t.lo(), tail);
        var p = pick(a, PIO2_F32, PIO2_F64);
        var base = low.select(a.like(0), high.select(a.like(p[0]), a.like(p[0] / 2)));
        var baseLow = low.select(a.like(0), high.select(a.like(p[1]), a.like(p[1] / 2)));
        var sum = fastTwoSum(base, t.hi());
        return new Pair(sum.hi(), sum.lo().add(tail.add(baseLow)));
    }

    static Lane atan(Lane x) {
        var a = x.abs();
        var huge = x.like(wide(x) ? 0x1p100 : 0x1p50);
        var r = angle(a.gt(huge).select(huge, a), x.like(1)).sum();
        var tiny = a.lt(x.like(wide(x) ? 0x1p-28 : 0x1p-13));
        return tiny.select(x, flipSign(r, x));
    }

    /// The angle of (x, y) in (-pi, pi], with the signs of zeros as usual.
    static Lane atan2(Lane y, Lane x) {
        var a = finite(y.abs(), x.abs());
        var b = finite(x.abs(), y.abs());
        var top = a.lt(b).select(b, a);
        var room = wide(x) ? 0x1p400 : 0x1p50;
        var factor = top.gt(x.like(room)).select(x.like(1 / room), top.lt(1 / room).select(x.like(room), x.like(1)));
        var sa = a.mul(factor);
        var sb = b.mul(factor);
        var none = top.eq(x.like(0));
        var r = angle(sa, none.select(x.like(1), sb));
        var p = pick(x, PIO2_F32, PIO2_F64);
        var left = x.toBits().lt(x.toBits().like(0));
        var turned = fastTwoSum(x.like(2 * p[0]), r.hi().neg());
        var back = turned.hi().add(turned.lo().sub(r.lo()).add(x.like(2 * p[1])));
        var v = left.select(back, exactQuotient(a, b, r.sum()));
        return x.ne(x).or(y.ne(y)).select(nan(x), flipSign(v, y));
    }

    /// Where the quotient is so small that the angle is the quotient, that (it may be below the normal range).
    private static Lane exactQuotient(Lane a, Lane b, Lane angle) {
        var tiny = a.lt(b.mul(wide(a) ? 0x1p-28 : 0x1p-13));
        return tiny.select(a.div(b), angle);
    }

    /// |v| where finite; an infinity becomes 1, and a number beside it 0.
    private static Lane finite(Lane v, Lane other) {
        var inf = inf(v);
        var one = v.eq(inf).select(v.like(1), v);
        return other.eq(inf).select(v.eq(inf).select(v.like(1), v.like(0)), one);
    }

    /// asin of a value in [0, 1/2], without its leading term.
    private static Lane tail(Lane s, Lane z) {
        return s.mul(z).mul(poly(z, ASIN_F32, ASIN_F64));
    }

    /// For |x| > 1/2: asin(sqrt((1 - |x|) / 2)) as a pair; else asin |x|.
    private static Pair small(Lane a, Lane outer) {
        var w = a.like(1).sub(a).mul(0.5);
        var root = LaneKit.sqrt(new Pair(outer.select(w, a.like(1)), a.like(0)));
        var s = outer.select(root.hi(), a);
        var z = outer.select(w, a.mul(a));
        return new Pair(s, tail(s, z).add(outer.select(root.lo(), a.like(0))));
    }

    static Lane asin(Lane x) {
        var a = x.abs();
        var outer = a.gt(0.5);
        var p = small(a, outer);
        var c = pick(x, PIO2_F32, PIO2_F64);
        var hi = fastTwoSum(x.like(c[0]), p.hi().mul(-2));
        var folded = hi.hi().add(hi.lo().add(p.lo().fma(x.like(-2), x.like(c[1]))));
        var r = outer.select(folded, p.sum());
        var tiny = a.lt(x.like(wide(x) ? 0x1p-28 : 0x1p-13));
        return tiny.select(x, flipSign(r, x));
    }

    static Lane acos(Lane x) {
        var a = x.abs();
        var outer = a.gt(0.5);
        var p = small(a, outer);
        var c = pick(x, PIO2_F32, PIO2_F64);
        var positive = x.gt(0);
        var two = outer.select(p.hi().add(p.hi()), p.hi());
        var twoLow = outer.select(p.lo().add(p.lo()), p.lo());
        var near = outer.and(positive);
        var factor = outer.select(x.like(2), x.like(1));
        var base = near.select(x.like(0), factor.mul(c[0]));
        var baseLow = near.select(x.like(0), factor.mul(c[1]));
        var minus = outer.or(positive).and(near.not());
        var hi = fastTwoSum(base, minus.select(two.neg(), two));
        var lo = minus.select(twoLow.neg(), twoLow);
        return hi.hi().add(hi.lo().add(lo.add(baseLow)));
    }
}
