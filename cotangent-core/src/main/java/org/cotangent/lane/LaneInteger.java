package org.cotangent.lane;

/// Functions of integer lanes (I32, I64).
public final class LaneInteger {
    private LaneInteger() {}

    private static Lane every(Lane x, int byteValue) {
        long pattern = byteValue * 0x0101010101010101L;
        return Lane.ofBits(x.type(), x.type() == LaneType.I64 ? pattern : (int) pattern);
    }

    /// The number of bits that are set.
    public static Lane popCount(Lane x) {
        var v = x.sub(x.ushr(1).and(every(x, 0x55)));
        v = v.and(every(x, 0x33)).add(v.ushr(2).and(every(x, 0x33)));
        v = v.add(v.ushr(4)).and(every(x, 0x0f));
        for (int s = 8; s < x.type().bits(); s += s) {
            v = v.add(v.ushr(s));
        }
        return v.and(v.like(0x7f));
    }

    /// The number of zero bits above the highest set bit; the width for 0.
    public static Lane countLeadingZeros(Lane x) {
        var v = x;
        for (int s = 1; s < x.type().bits(); s += s) {
            v = v.or(v.ushr(s));
        }
        return popCount(v.not());
    }

    /// Truncating quotient; a zero divisor is taken for 1 here and belongs to the caller. MIN / -1 is MIN.
    public static Lane div(Lane x, Lane y) {
        return x.div(y.eq(y.like(0)).select(y.like(1), y));
    }

    /// x - div(x, y) y; with the sign of x.
    public static Lane rem(Lane x, Lane y) {
        return x.sub(div(x, y).mul(y));
    }

    /// The remainder of the floored quotient; with the sign of y.
    public static Lane remainder(Lane x, Lane y) {
        var r = rem(x, y);
        var zero = x.like(0);
        return r.ne(zero).and(r.xor(y).lt(zero)).select(r.add(y), r);
    }

    /// -1, 0 or 1.
    public static Lane sign(Lane x) {
        return x.like(0).lt(x).select(x.like(1), x.lt(x.like(0)).select(x.like(-1), x.like(0)));
    }

    /// x shifted left by n; 0 for n outside [0, width).
    public static Lane shiftLeft(Lane x, Lane n) {
        var inside = inside(n);
        return inside.select(x.shift(LaneOp.SHL, inside.select(n, n.like(0))), x.like(0));
    }

    /// x shifted right, zeros coming in; 0 for n outside [0, width).
    public static Lane shiftRightLogical(Lane x, Lane n) {
        var inside = inside(n);
        return inside.select(x.shift(LaneOp.USHR, inside.select(n, n.like(0))), x.like(0));
    }

    /// x shifted right, its sign coming in; all sign for n outside [0, width).
    public static Lane shiftRightArithmetic(Lane x, Lane n) {
        return x.shift(LaneOp.SHR, inside(n).select(n, n.like(x.type().bits() - 1)));
    }

    private static Lane inside(Lane n) {
        return n.ge(n.like(0)).and(n.lt(n.like(n.type().bits())));
    }
}
