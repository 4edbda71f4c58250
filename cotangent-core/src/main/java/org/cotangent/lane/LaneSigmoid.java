package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

import org.cotangent.lane.LaneKit.Pair;

/// Functions of e^-a with a >= 0: the logistic function, the hyperbolic tangent and its derivative.
///
/// They share one core, so that programs which hold several of them at one argument (or at arguments of opposite
/// sign) compute it once: e^-a = s (1 + q) with s = 2^n and |q| below 0.42, d = 1 + e^-a as a pair, and y = 1 / d.
final class LaneSigmoid {
    private LaneSigmoid() {}

    /// q is r + tail. `ns` is -s exactly, `big` is -s times 2^64 (F64: 2^512), which is never below the normal
    /// range; `nd` is
    /// -(1 + e^-a), y a rounded 1 / d, and y (1 + correction) is 1 / d to far below an ulp.
    private record Core(Lane r, Lane tail, Lane q, Lane ns, Lane big, Pair nd, Lane y, Lane correction) {
        /// e^-a / s / d, not normalised.
        Pair share() {
            var z = q.fma(y, y);
            return new Pair(z, z.fma(correction, q.fma(y, y.sub(z))));
        }

        /// v s, rounded once.
        Lane scaled(Lane v, double times) {
            return v.mul(big).mul(v.like(-times * (wide(v) ? 0x1p-512 : 0x1p-64)));
        }
    }

    /// -|x|.
    private static Lane below(Lane x) {
        return x.toBits().or(bits(x, Integer.MIN_VALUE, Long.MIN_VALUE)).fromBits();
    }

    /// The core for e^x with x <= 0 or NaN. 106 and 748 are beyond where 4 e^x is zero. The low bits of `t` are the
    /// exponent of `big` with its sign bit set.
    private static Core core(Lane x) {
        var end = pick(x, -106, -748);
        var a = x.lt(end).select(end, x);
        var ln2 = pick(x, LN2_F32, LN2_F64);
        double shift = magic(x) + (wide(x) ? 2048 + 1023 + 512 : 256 + 127 + 64);
        var t = a.fma(a.like(pick(x, LOG2E_F32, LOG2E_F64)[0]), a.like(shift));
        var n = t.sub(shift);
        var r = n.fma(a.like(-ln2[1]), n.fma(a.like(-ln2[0]), a));
        var p = poly(r, EXP_F32, EXP_F64);
        var square = r.mul(r);
        var q = p.fma(square, r);
        var big = t.toBits().shl(fraction(x)).fromBits();
        var ns = big.mul(wide(x) ? 0x1p-512 : 0x1p-64);
        var d = ns.fma(q, ns.sub(1));
        var low = ns.fma(q, x.like(-1).sub(d).add(ns));
        var y = x.like(-1).div(d);
        return new Core(r, p.mul(square), q, ns, big, new Pair(d, low), y, low.fma(y, d.fma(y, x.like(1))));
    }

    /// With a = |x|: 1 / d for x >= 0, e^-a / d below.
    static Lane logistic(Lane x) {
        var c = core(below(x));
        var right = c.y().fma(c.correction(), c.y());
        return x.lt(0).select(c.scaled(c.share().sum(), 1), right);
    }

    /// With a = 2|x|: (1 - e^-a) / d and the sign of x. Where s is lost beside 1, e^-a is below half an ulp.
    static Lane tanh(Lane x) {
        var c = core(below(x.add(x)));
        var one = c.ns().add(1);
        var u = c.ns().fma(c.q(), one);
        var low = c.ns().fma(c.tail(), c.ns().fma(c.r(), one.sub(u)));
        var t = u.mul(c.y());
        var rest = t.fma(c.nd().lo(), t.fma(c.nd().hi(), u)).add(low);
        return withSign(rest.fma(c.y(), t), x);
    }

    /// 1 - tanh(x)^2 as 4 e^-a / d^2 with a = 2|x|.
    static Lane sechSquared(Lane x) {
        var c = core(below(x.add(x)));
        var z = c.share();
        var y = c.y();
        var low = z.hi().fma(y.mul(c.correction()), z.lo().mul(y));
        return c.scaled(z.hi().fma(y, low), 4);
    }
}
