package org.cotangent.lane;

import static org.cotangent.lane.LaneKit.*;
import static org.cotangent.lane.LaneTables.*;

/// Random bits and variates as lane programs: Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw: Parallel
/// random numbers: as easy as 1, 2, 3; 2011), a function of a key and a counter, and what is made of its bits.
///
/// A key and a counter have two words of 32 bits each. Wide lanes carry one word in their low half; the upper half of
/// the first word collects carries, which is harmless, since only its low half is ever looked at.
public final class LaneRandom {
    private static final int PARITY = 0x1BD11BDA;
    private static final int ROUNDS = 20;
    private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};
    private static final long LOW = 0xffffffffL;

    private LaneRandom() {}

    /// The two words of a block.
    public record Block(Lane first, Lane second) {}

    /// Threefry-2x32: the block for the key (k0, k1) and the counter (c0, c1), I32 lanes or I64 lanes that hold words.
    public static Block threefry(Lane k0, Lane k1, Lane c0, Lane c1) {
        var parity = Lane.ofBits(k0.type(), k0.type() == LaneType.I32 ? PARITY : PARITY & LOW);
        Lane[] keys = {k0, k1, k0.xor(k1).xor(parity)};
        var x0 = c0.add(k0);
        var x1 = low(c1.add(k1));
        for (int round = 0; round < ROUNDS; round++) {
            x0 = x0.add(x1);
            x1 = low(rotate(x1, ROTATIONS[round % ROTATIONS.length]).xor(x0));
            if (round % 4 == 3) {
                int s = round / 4 + 1;
                x0 = x0.add(keys[s % 3]);
                x1 = low(x1.add(keys[(s + 1) % 3]).add(x1.like(s)));
            }
        }
        return new Block(x0, x1);
    }

    private static Lane low(Lane x) {
        return x.type() == LaneType.I32 ? x : x.and(Lane.ofBits(LaneType.I64, LOW));
    }

    private static Lane rotate(Lane x, int n) {
        return x.shl(n).or(x.ushr(32 - n));
    }

    /// 64 bits from a key and a counter, both I64 with the first word in the upper half: Threefry's two words, the
    /// first one above.
    public static Lane wideBits(Lane key, Lane counter) {
        var block = threefry(key.ushr(32), low(key), counter.ushr(32), low(counter));
        return block.first().shl(32).or(block.second());
    }

    /// 32 bits from the words of a key and of a counter, I32: the exclusive or of Threefry's two words.
    public static Lane narrowBits(Lane k0, Lane k1, Lane c0, Lane c1) {
        var block = threefry(k0, k1, c0, c1);
        return block.first().xor(block.second());
    }

    /// A number in [0, 1) by the upper bits, 24 or 53 of them: a multiple of 2^-24 or 2^-53, never 1.
    public static Lane uniform(Lane bits) {
        int drop = bits.type() == LaneType.I64 ? 11 : 8;
        return toFloat(bits.ushr(drop)).mul(bits.type() == LaneType.I64 ? 0x1p-53 : 0x1p-24);
    }

    /// All bits but the uppermost as a number in (0, 1], symmetric to that of the complement, with full relative
    /// precision near 0.
    private static Lane fraction(Lane bits) {
        boolean wide = bits.type() == LaneType.I64;
        var magnitude = bits.and(Lane.ofBits(bits.type(), wide ? Long.MAX_VALUE : Integer.MAX_VALUE));
        return toFloat(magnitude).add(0.5).mul(wide ? 0x1p-63 : 0x1p-31);
    }

    /// A number that is not negative as a float, rounded once. Wide ones go by halves: few machines convert them.
    private static Lane toFloat(Lane x) {
        if (x.type() == LaneType.I32) {
            return x.intToFloat();
        }
        var high = x.ushr(32).or(Lane.constant(LaneType.F64, 0x1p84).toBits()).fromBits();
        var low = low(x).or(Lane.constant(LaneType.F64, 0x1p52).toBits()).fromBits();
        return high.sub(0x1p84 + 0x1p52).add(low);
    }

    /// A standard normal variate: the uppermost bit is its sign, the rest q the probability of a larger absolute
    /// value, so that the tails reach to 6.3 (f32) and 9.1 (f64) standard deviations.
    ///
    /// It is sqrt(2) erfinv(1 - q), by the polynomials of `LaneMath.erfInv` without its extended precision: a few ulp.
    public static Lane normal(Lane bits) {
        var q = fraction(bits);
        var x = fraction(bits.not());
        var z = x.mul(x);
        var slope = x.like(Math.sqrt(2) * (wide(x) ? ERFINV_SLOPE_F64[0] : ERFINV_SLOPE_F32[0]));
        var inner = x.mul(z.fma(halves(z, scaled(pick(x, ERFINV_F32, ERFINV_F64))), slope));
        var t = minusLog(q).sqrt();
        var v = t.sub(2).div(t.add(2));
        var outer = t.mul(halves(v, scaled(pick(x, ERFINV_TAIL_F32, ERFINV_TAIL_F64))));
        var size = x.lt(0.5).select(inner, outer);
        var sign = bits.and(Lane.ofBits(bits.type(), wide(x) ? Long.MIN_VALUE : Integer.MIN_VALUE));
        return size.toBits().or(sign).fromBits();
    }

    private static double[] scaled(double[] c) {
        var out = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            out[i] = Math.sqrt(2) * c[i];
        }
        return out;
    }

    /// -log of a normal number in (0, 1].
    private static Lane minusLog(Lane q) {
        var split = LaneLog.split(q, null);
        var f = split.m().sub(1);
        var ln2 = q.like(-0.6931471805599453);
        return split.k().fma(ln2, f.mul(f).fma(halves(f, pick(q, LOG_F32, LOG_F64)), f).neg());
    }

    /// A polynomial, lowest power first, as two by Horner's rule in x^2, which the processor works on at the same time.
    private static Lane halves(Lane x, double[] c) {
        var z = x.mul(x);
        return poly(z, every(c, 1)).fma(x, poly(z, every(c, 0)));
    }

    private static double[] every(double[] c, int from) {
        var out = new double[(c.length - from + 1) / 2];
        for (int i = 0; i < out.length; i++) {
            out[i] = c[from + 2 * i];
        }
        return out;
    }

    /// A standard exponential variate, -log U, with full relative precision at both ends: the uppermost bit says on
    /// which side of one half U lies, the rest how far from 0 or 1.
    public static Lane exponential(Lane bits) {
        var half = fraction(bits).mul(0.5);
        var upper = bits.lt(bits.like(0));
        return upper.select(LaneLog.log1p(half.neg()).neg(), minusLog(half));
    }
}
