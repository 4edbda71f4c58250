package org.cotangent.codegen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// What kernels need to know about stored lanes: cells, scratch arrays, copies between heap and native memory, raw
/// bits.
final class Cells {
    private Cells() {}

    /// The cell that holds a lane type; masks lie in bytes 0 and 1.
    static Cell of(LaneType type) {
        return switch (type) {
            case F32 -> Cell.F32;
            case F64 -> Cell.F64;
            case I32 -> Cell.I32;
            case I64 -> Cell.I64;
            case MASK -> Cell.I8;
        };
    }

    static Object array(LaneType type, int length) {
        return switch (type) {
            case F32 -> new float[length];
            case F64 -> new double[length];
            case I32 -> new int[length];
            case I64 -> new long[length];
            case MASK -> new byte[length];
        };
    }

    static ValueLayout layout(LaneType type) {
        return switch (type) {
            case F32 -> ValueLayout.JAVA_FLOAT_UNALIGNED;
            case F64 -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
            case I32 -> ValueLayout.JAVA_INT_UNALIGNED;
            case I64 -> ValueLayout.JAVA_LONG_UNALIGNED;
            case MASK -> ValueLayout.JAVA_BYTE;
        };
    }

    /// Copies elements of a storage to the start of an array.
    static void load(Storage from, LaneType type, long at, Object to, int count) {
        if (from.array() != null) {
            System.arraycopy(from.array(), (int) at, to, 0, count);
        } else {
            read(type, from.segment(), at, to, count);
        }
    }

    /// Copies the start of an array into a storage.
    static void store(Storage to, LaneType type, long at, Object from, int count) {
        if (to.array() != null) {
            System.arraycopy(from, 0, to.array(), (int) at, count);
        } else {
            write(type, from, to.segment(), at, count);
        }
    }

    /// Copies native elements into an array.
    static void read(LaneType type, MemorySegment from, long at, Object to, int count) {
        MemorySegment.copy(from, layout(type), at << Names.shift(type), to, 0, count);
    }

    /// Copies the start of an array into native elements.
    static void write(LaneType type, Object from, MemorySegment to, long at, int count) {
        MemorySegment.copy(from, 0, to, layout(type), at << Names.shift(type), count);
    }

    /// Repeats the last of `count` elements up to `end`, so that padding never meets values the data do not hold.
    static void pad(Object array, int count, int end) {
        switch (array) {
            case float[] a -> Arrays.fill(a, count, end, a[count - 1]);
            case double[] a -> Arrays.fill(a, count, end, a[count - 1]);
            case int[] a -> Arrays.fill(a, count, end, a[count - 1]);
            case long[] a -> Arrays.fill(a, count, end, a[count - 1]);
            case byte[] a -> Arrays.fill(a, count, end, a[count - 1]);
            default -> throw new IllegalArgumentException(array.getClass().getTypeName());
        }
    }

    /// The raw bits of cell `i` of a storage.
    static long bits(Storage storage, LaneType type, long i) {
        return switch (type) {
            case F32 -> Float.floatToRawIntBits(storage.getFloat(i));
            case F64 -> Double.doubleToRawLongBits(storage.getDouble(i));
            case I32 -> storage.getInt(i);
            case I64 -> storage.getLong(i);
            case MASK -> storage.getByte(i);
        };
    }

    /// Writes cell `i` of a storage by its raw bits.
    static void set(Storage storage, LaneType type, long i, long bits) {
        switch (type) {
            case F32 -> storage.setFloat(i, Float.intBitsToFloat((int) bits));
            case F64 -> storage.setDouble(i, Double.longBitsToDouble(bits));
            case I32 -> storage.setInt(i, (int) bits);
            case I64 -> storage.setLong(i, bits);
            case MASK -> storage.setByte(i, (byte) bits);
        }
    }
}
