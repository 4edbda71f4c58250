package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Hyperbolic functions and their inverses.
final class LaneHyperbolic {
    private LaneHyperbolic() {}

    /// sinh and cosh of |x| / 2 each: with |x| = n log 2 + r, sinh x = sinh(n log 2) cosh r + cosh(n log 2) sinh r.
    private record Both(Lane r, Lane sinhTail, Lane coshTail, Pair sinhN, Pair coshN) {
        Lane sinh() {
            return sum(sinhN, coshN);
        }

        Lane cosh() {
            return sum(coshN, sinhN);
        }

        /// a cosh r + b sinh r.
        private Lane sum(Pair a, Pair b) {
            var p = twoProd(b.hi(), r);
            var hi = fastTwoSum(a.hi(), p.hi());
            var low = hi.lo().add(p.lo()).add(b.lo().fma(r, a.lo()));
            return hi.hi().add(a.hi().fma(coshTail, b.hi().fma(sinhTail, low)));
        }
    }

    private static Both both(Lane x) {
        var limit = pick(x, 89.7, 710.7);
        var a = x.abs();
        var z = LaneExp.reduce(a.gt(limit).select(limit, a));
        var r = z.r();
        var zz = r.mul(r);
        var sinh = r.mul(zz).fma(poly(zz, SINH_F32, SINH_F64), z.rest());
        var cosh = zz.mul(zz).fma(poly(zz, COSH_F32, COSH_F64), z.rest().fma(r, zz.mul(0.5)));
        int w = fraction(x);
        int half = wide(x) ? 1021 : 125;
        var up = z.n().add(magic(x) + half).toBits().shl(w).fromBits();
        var far = z.n().gt(pick(x, 100, 1000));
        var down = x.like(magic(x) + half).sub(z.n()).toBits().shl(w).fromBits();
        down = far.select(x.like(0), down);
        return new Both(r, sinh, cosh, fastTwoSum(up, down.neg()), fastTwoSum(up, down));
    }

    static Lane sinh(Lane x) {
        var s = both(x).sinh().mul(2);
        var tiny = x.abs().lt(x.like(wide(x) ? 0x1p-28 : 0x1p-13));
        return tiny.select(x, flipSign(s, x));
    }

    static Lane cosh(Lane x) {
        return both(x).cosh().mul(2);
    }

    /// sign(x) log(|x| + sqrt(x^2 + 1)), the logarithm's argument as a pair.
    static Lane asinh(Lane x) {
        var a = x.abs();
        var big = a.gt(x.like(wide(x) ? 0x1p300 : 0x1p40));
        var b = big.select(x.like(1), a);
        var sq = twoProd(b, b);
        var one = twoSum(sq.hi(), x.like(1));
        var root = LaneKit.sqrt(new Pair(one.hi(), one.lo().add(sq.lo())));
        var u = fastTwoSum(root.hi(), b);
        var r = logOrBig(a, big, new Pair(u.hi(), u.lo().add(root.lo())));
        var tiny = a.lt(x.like(wide(x) ? 0x1p-20 : 0x1p-10));
        var s = a.mul(a).mul(a).fma(x.like(-1.0 / 6), a);
        return flipSign(a.lt(inf(x)).select(tiny.select(s, r), a), x);
    }

    /// log u, or where `big` is set log(2 a).
    private static Lane logOrBig(Lane a, Lane big, Pair u) {
        var scaled = new Pair(a.mul(0x1p-24), a.like(0));
        return LaneLog.log(select(big, scaled, u.normal()), big.select(a.like(25), a.like(0))).sum();
    }

    /// log(x + sqrt(x^2 - 1)).
    static Lane acosh(Lane x) {
        var big = x.gt(x.like(wide(x) ? 0x1p300 : 0x1p40));
        var inside = x.ge(x.like(1));
        var b = big.select(x.like(1), inside.select(x, x.like(1)));
        var sq = twoProd(b, b);
        var one = fastTwoSum(sq.hi(), x.like(-1));
        var h = fastTwoSum(one.hi(), one.lo().add(sq.lo()));
        var root = LaneKit.sqrt(h);
        var u = fastTwoSum(b, root.hi());
        var r = logOrBig(inside.select(x, x.like(1)), big, new Pair(u.hi(), u.lo().add(root.lo())));
        return inside.select(x.lt(inf(x)).select(r, x), nan(x));
    }

    /// log((1 + |x|) / (1 - |x|)) / 2, the quotient as a pair.
    static Lane atanh(Lane x) {
        var a = x.abs();
        var one = x.like(1);
        var inside = a.lt(1);
        var b = inside.select(a, x.like(0));
        var n = fastTwoSum(one, b);
        var d = fastTwoSum(one, b.neg());
        var log = LaneLog.log(divide(n, d).normal());
        var tiny = a.lt(x.like(wide(x) ? 0x1p-20 : 0x1p-10));
        var r = tiny.select(a.mul(a).mul(a).fma(x.like(1.0 / 3), a), log.sum().mul(0.5));
        var edge = a.eq(one).select(inf(x), nan(x));
        return flipSign(inside.select(r, edge), x);
    }
}
