package org.cotangent.core;

import org.cotangent.storage.Storage;

/// Reads and writes single elements of any dtype.
public final class Elements {
    private Elements() {
    }

    static Storage scalar(DType dtype, double value) {
        var s = Storage.allocate(dtype.cell(), 1);
        setDouble(dtype, s, 0, value);
        return s;
    }

    /// Element `i` as a double; bool is 0 or 1.
    public static double getDouble(DType dtype, Storage s, long i) {
        return switch (dtype) {
            case FLOAT64 -> s.getDouble(i);
            case FLOAT32 -> s.getFloat(i);
            case INT32 -> s.getInt(i);
            case INT64 -> s.getLong(i);
            case BOOL -> s.getByte(i);
            case FLOAT16 -> Float.float16ToFloat(s.getShort(i));
            case BFLOAT16 -> Float.intBitsToFloat(s.getShort(i) << 16);
        };
    }

    /// Element `i` as a long; floats are truncated, saturate, and NaN gives 0.
    public static long getLong(DType dtype, Storage s, long i) {
        return switch (dtype) {
            case INT32 -> s.getInt(i);
            case INT64 -> s.getLong(i);
            case BOOL -> s.getByte(i);
            default -> (long) getDouble(dtype, s, i);
        };
    }

    /// Writes `v` rounded to the dtype; integers truncate and saturate, bool is `v != 0`.
    public static void setDouble(DType dtype, Storage s, long i, double v) {
        switch (dtype) {
            case FLOAT64 -> s.setDouble(i, v);
            case FLOAT32 -> s.setFloat(i, (float) v);
            case INT32 -> s.setInt(i, (int) v);
            case INT64 -> s.setLong(i, (long) v);
            case BOOL -> s.setByte(i, (byte) (v != 0 ? 1 : 0));
            case FLOAT16 -> s.setShort(i, toFloat16(v));
            case BFLOAT16 -> s.setShort(i, toBfloat16(v));
        }
    }

    /// Writes an integer; int32 wraps.
    public static void setLong(DType dtype, Storage s, long i, long v) {
        switch (dtype) {
            case INT32 -> s.setInt(i, (int) v);
            case INT64 -> s.setLong(i, v);
            case FLOAT32 -> s.setFloat(i, v);
            default -> setDouble(dtype, s, i, v);
        }
    }

    /// Nearest float16 of a double, rounded once (ties to even).
    public static short toFloat16(double v) {
        return Float.floatToFloat16(toOdd(v));
    }

    /// Nearest bfloat16 of a double, rounded once (ties to even).
    public static short toBfloat16(double v) {
        float f = toOdd(v);
        int bits = Float.floatToRawIntBits(f);
        if (Float.isNaN(f)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /// The double as a float rounded to odd, so that a second rounding to fewer bits is the same as one.
    private static float toOdd(double v) {
        float f = (float) v;
        if (f == v || Double.isNaN(v) || Float.isInfinite(f)) {
            return f;
        }
        int bits = Float.floatToRawIntBits(f);
        if ((bits & 1) == 1) {
            return f;
        }
        boolean away = Math.abs((double) f) > Math.abs(v);
        return Float.intBitsToFloat(away ? bits - 1 : bits + 1);
    }
}
