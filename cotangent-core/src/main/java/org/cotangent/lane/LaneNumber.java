package org.cotangent.lane;

/// Functions of float and integer lanes alike.
public final class LaneNumber {
    private LaneNumber() {
    }

    /// Quotient, truncated on integers, where a zero divisor is taken for 1 and belongs to the caller.
    public static Lane div(Lane x, Lane y) {
        return x.type().isInt() ? LaneInteger.div(x, y) : x.div(y);
    }

    /// Remainder of the truncated quotient.
    public static Lane rem(Lane x, Lane y) {
        return x.type().isInt() ? LaneInteger.rem(x, y) : LaneMath.rem(x, y);
    }

    /// Remainder of the floored quotient.
    public static Lane remainder(Lane x, Lane y) {
        return x.type().isInt() ? LaneInteger.remainder(x, y) : LaneMath.remainder(x, y);
    }

    /// -1, 0 or 1; a float zero keeps its sign.
    public static Lane sign(Lane x) {
        return x.type().isInt() ? LaneInteger.sign(x) : LaneMath.sign(x);
    }
}
