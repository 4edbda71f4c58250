package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;

/// Rounding, remainders, neighbours.
final class LaneRound {
    private LaneRound() {}

    private static double whole(Lane x) {
        return wide(x) ? 0x1p52 : 0x1p23;
    }

    /// rint |x| for |x| below 2^fraction.
    private static Lane nearest(Lane a) {
        return a.add(whole(a)).sub(whole(a));
    }

    /// r with x's sign where x is not already an integer or NaN.
    private static Lane keep(Lane x, Lane r) {
        return x.abs().lt(whole(x)).select(withSign(r, x), x);
    }

    static Lane round(Lane x) {
        return keep(x, nearest(x.abs()));
    }

    private static Lane down(Lane a) {
        var n = nearest(a);
        return n.gt(a).select(n.sub(1), n);
    }

    static Lane trunc(Lane x) {
        return keep(x, down(x.abs()));
    }

    static Lane floor(Lane x) {
        var r = round(x);
        return r.gt(x).select(r.sub(1), r);
    }

    static Lane ceil(Lane x) {
        return floor(x.neg()).neg();
    }

    static Lane sign(Lane x) {
        return x.gt(0).select(x.like(1), x.lt(0).select(x.like(-1), x));
    }

    /// |x| - n |y| with n the nearest integer to the quotient is exact; large quotients and special values go to `%`.
    static Lane rem(Lane x, Lane y) {
        var ax = x.abs();
        var ay = y.abs();
        var q = ax.div(ay);
        var simple = q.lt(whole(x)).and(ay.lt(inf(x)));
        var r = nearest(q).neg().fma(ay, ax);
        var positive = r.lt(0).select(r.add(ay), r);
        return simple.not().call(new ScalarFunction(ScalarRound.class, "rem"), withSign(positive, x), x, y);
    }

    static Lane remainder(Lane x, Lane y) {
        var zero = x.like(0);
        var r = rem(x, y);
        var other = r.lt(0).xor(y.lt(0));
        var moved = other.select(r.add(y), r);
        return r.eq(zero).select(withSign(zero, y), moved);
    }

    static Lane floorDivide(Lane x, Lane y) {
        var zero = x.like(0);
        var r = rem(x, y);
        var quotient = x.sub(r).div(y);
        var other = r.ne(zero).and(r.lt(0).xor(y.lt(0)));
        var d = other.select(quotient.sub(1), quotient);
        var f = floor(d);
        var near = d.sub(f).gt(0.5).select(f.add(1), f);
        var v = d.eq(zero).select(withSign(zero, x.div(y)), near);
        return y.eq(zero).select(x.div(y), v);
    }

    static Lane nextAfter(Lane x, Lane y) {
        var b = x.toBits();
        var one = b.like(1);
        var zero = x.like(0);
        var away = y.gt(x).xor(x.gt(zero)).not();
        var moved = away.select(b.add(one), b.sub(one));
        var first = one.or(signBits(y));
        var r = x.eq(zero).select(first, moved).fromBits();
        var same = x.eq(y).select(y, r);
        return x.ne(x).or(y.ne(y)).select(nan(x), same);
    }
}
