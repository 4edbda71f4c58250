package org.cotangent.lane;

/// How elements are combined by a reduction or a cumulative operation; each is one lane operation with an identity.
public enum ReduceOp {
    SUM(LaneOp.ADD), PROD(LaneOp.MUL), MAX(LaneOp.MAX), MIN(LaneOp.MIN), AND(LaneOp.AND), OR(LaneOp.OR);

    private final LaneOp combine;

    ReduceOp(LaneOp combine) {
        this.combine = combine;
    }

    /// The lane operation that combines two values.
    public LaneOp combine() {
        return combine;
    }

    /// Whether values of the type can be combined so: AND and OR take masks, the others numbers.
    public boolean takes(LaneType type) {
        return (this == AND || this == OR) == (type == LaneType.MASK);
    }

    /// The bits of the value that changes nothing: 0, 1, the least, the greatest, true, false. It is the result over
    /// no elements.
    public long identity(LaneType type) {
        return switch (this) {
            case SUM, OR -> 0;
            case AND -> 1;
            case PROD -> switch (type) {
                case F32 -> Float.floatToRawIntBits(1);
                case F64 -> Double.doubleToRawLongBits(1);
                default -> 1;
            };
            case MAX -> extreme(type, Double.NEGATIVE_INFINITY, Integer.MIN_VALUE, Long.MIN_VALUE);
            case MIN -> extreme(type, Double.POSITIVE_INFINITY, Integer.MAX_VALUE, Long.MAX_VALUE);
        };
    }

    private static long extreme(LaneType type, double infinity, int narrow, long wide) {
        return switch (type) {
            case F32 -> Float.floatToRawIntBits((float) infinity);
            case F64 -> Double.doubleToRawLongBits(infinity);
            case I32 -> narrow;
            default -> wide;
        };
    }

    /// The bits of two values combined, as plain Java does it.
    public long combine(LaneType type, long a, long b) {
        return switch (type) {
            case F32 -> Float.floatToRawIntBits(floats(Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b)));
            case F64 -> Double.doubleToRawLongBits(doubles(Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
            case I32 -> (int) longs(a, b);
            case I64, MASK -> longs(a, b);
        };
    }

    private float floats(float a, float b) {
        return switch (this) {
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case AND, OR -> throw new IllegalArgumentException(this + " takes masks");
        };
    }

    private double doubles(double a, double b) {
        return switch (this) {
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case AND, OR -> throw new IllegalArgumentException(this + " takes masks");
        };
    }

    private long longs(long a, long b) {
        return switch (this) {
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case AND -> a & b;
            case OR -> a | b;
        };
    }
}
