package org.cotangent.lane;

/// What one lane of a lane program holds. A program works on lanes of one width (32 or 64 bits) from start to end.
public enum LaneType {
    F32(32), F64(64), I32(32), I64(64), MASK(0);

    private final int bits;

    LaneType(int bits) {
        this.bits = bits;
    }

    /// Width in bits; 0 for a mask, which goes with either width.
    public int bits() {
        return bits;
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    public boolean isInt() {
        return this == I32 || this == I64;
    }

    /// The integer type of the same width.
    public LaneType toInt() {
        return bits == 32 ? I32 : I64;
    }

    /// The float type of the same width.
    public LaneType toFloat() {
        return bits == 32 ? F32 : F64;
    }
}
