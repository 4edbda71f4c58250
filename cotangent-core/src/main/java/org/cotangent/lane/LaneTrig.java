package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Sine, cosine, tangent. x = n pi/2 + y + rest with |y| <= pi/4; n times each part of pi/2 is subtracted with one
/// rounding, and the first subtraction is exact. Beyond a bound, and there only, a scalar method does the work.
final class LaneTrig {
    private LaneTrig() {}

    private record Reduced(Lane y, Lane rest, Lane quadrant) {}

    private static Lane bound(Lane x) {
        return pick(x, 0x1p20, 0x1p30);
    }

    private static Reduced reduce(Lane x) {
        var p = pick(x, PIO2_F32, PIO2_F64);
        var t = x.fma(pick(x, INV_PIO2_F32[0], INV_PIO2_F64[0]), x.like(magic(x)));
        var n = t.sub(magic(x));
        var exact = n.fma(x.like(-p[0]), x);
        var y = n.fma(x.like(-p[1]), exact);
        var d = fastTwoSum(exact, y.neg());
        var rest = n.fma(x.like(-p[1]), d.hi()).add(d.lo());
        rest = n.fma(x.like(-p[2]), rest);
        return new Reduced(y, wide(x) ? rest : n.fma(x.like(-p[3]), rest), t.toBits());
    }

    /// sin(y + rest) = y + tail.
    private static Lane sinTail(Reduced a, Lane z) {
        var rest = z.mul(0.5).neg().fma(a.rest, a.rest);
        return a.y.mul(z).fma(poly(z, SIN_F32, SIN_F64), rest);
    }

    /// cos(y + rest) = head + tail.
    private static Pair cos(Reduced a, Lane z) {
        var half = z.mul(0.5);
        var low = a.y.fma(a.y, z.neg()).mul(0.5);
        var one = fastTwoSum(z.like(1), half.neg());
        var tail = a.y.neg().fma(a.rest, one.lo().sub(low));
        return new Pair(one.hi(), z.mul(z).fma(poly(z, COS_F32, COS_F64), tail));
    }

    private static Lane bit(Lane bits, int bit) {
        return bits.and(bits.like(bit)).ne(bits.like(0));
    }

    static Lane sin(Lane x) {
        var a = reduce(x);
        var s = wave(a, a.quadrant);
        var r = x.eq(x.like(0)).select(x, s);
        return beyond(x, r, "sin");
    }

    static Lane cos(Lane x) {
        var a = reduce(x);
        return beyond(x, wave(a, a.quadrant.add(a.quadrant.like(1))), "cos");
    }

    /// The sine of quadrant pi/2 + y.
    private static Lane wave(Reduced a, Lane quadrant) {
        var z = a.y.mul(a.y);
        var odd = bit(quadrant, 1);
        var c = cos(a, z);
        var v = odd.select(c.hi(), a.y).add(odd.select(c.lo(), sinTail(a, z)));
        int top = wide(z) ? 62 : 30;
        return v.toBits().xor(quadrant.and(quadrant.like(2)).shl(top)).fromBits();
    }

    private static Lane beyond(Lane x, Lane r, String method) {
        return x.abs().gt(bound(x)).call(new ScalarFunction(ScalarTrig.class, method), r, x);
    }

    /// sin / cos, both as pairs; in odd quadrants -cos / sin.
    static Lane tan(Lane x) {
        var a = reduce(x);
        var z = a.y.mul(a.y);
        var odd = bit(a.quadrant, 1);
        var s = fastTwoSum(a.y, sinTail(a, z));
        var c0 = cos(a, z);
        var c = fastTwoSum(c0.hi(), c0.lo());
        var q = divide(select(odd, c.neg(), s), select(odd, s, c)).sum();
        var tiny = x.abs().lt(x.like(wide(x) ? 0x1p-28 : 0x1p-13));
        return beyond(x, tiny.select(x, q), "tan");
    }

    /// sin(pi x) / (pi x), 1 at 0; exact zeros at the other integers.
    static Lane sinc(Lane x) {
        var whole = x.like(wide(x) ? 0x1p52 : 0x1p23);
        var a = x.abs();
        var sum = a.add(whole);
        var t = sum.toBits();
        var s = sinPi(a.lt(whole).select(a.sub(sum.sub(whole)), x.like(0)));
        var flip = t.and(t.like(1)).shl(wide(x) ? 63 : 31);
        var p = pick(x, PIO2_F32, PIO2_F64);
        var d = twoProd(a, x.like(2 * p[0]));
        var q = divide(s, new Pair(d.hi(), a.fma(x.like(2 * p[1]), d.lo()))).sum().toBits().xor(flip).fromBits().add(0);
        var zero = a.lt(x.like(wide(x) ? 0x1p-30 : 0x1p-14));
        return zero.select(x.like(1), x.ne(x).select(x, a.lt(whole).select(q, x.like(0))));
    }

    /// sin(pi f) for |f| <= 1/2, as a pair.
    private static Pair sinPi(Lane f) {
        var a = f.abs();
        var over = a.gt(0.25);
        var g = over.select(a.like(0.5).sub(a), a);
        var p = pick(f, PIO2_F32, PIO2_F64);
        var y = twoProd(g, g.like(2 * p[0]));
        var r = new Reduced(y.hi(), g.fma(g.like(2 * p[1]), y.lo()), null);
        var z = r.y.mul(r.y);
        var c = cos(r, z);
        var v = fastTwoSum(over.select(c.hi(), r.y), over.select(c.lo(), sinTail(r, z)));
        return new Pair(flipSign(v.hi(), f), flipSign(v.lo(), f));
    }
}
