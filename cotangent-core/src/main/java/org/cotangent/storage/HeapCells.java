package org.cotangent.storage;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.Arrays;

/// Primitive arrays by cell: one place for every switch over array types.
final class HeapCells {
    private HeapCells() {
    }

    static Object newArray(Cell cell, int n) {
        return switch (cell) {
            case F32 -> new float[n];
            case F64 -> new double[n];
            case I32 -> new int[n];
            case I64 -> new long[n];
            case I16 -> new short[n];
            case I8 -> new byte[n];
        };
    }

    /// The cell of a primitive array, or null when there is none.
    static Cell cellOf(Object array) {
        return switch (array) {
            case float[] _ -> Cell.F32;
            case double[] _ -> Cell.F64;
            case int[] _ -> Cell.I32;
            case long[] _ -> Cell.I64;
            case short[] _ -> Cell.I16;
            case byte[] _ -> Cell.I8;
            default -> null;
        };
    }

    static Cell demandCell(Object array) {
        Cell cell = cellOf(array);
        if (cell == null) {
            throw new IllegalArgumentException("no storage over " + array.getClass().getTypeName()
                    + "; float[], double[], int[], long[], short[] and byte[] can be shared");
        }
        return cell;
    }

    static int length(Object array) {
        return Array.getLength(array);
    }

    static MemorySegment segment(Object array) {
        return switch (array) {
            case float[] a -> MemorySegment.ofArray(a);
            case double[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            case byte[] a -> MemorySegment.ofArray(a);
            default -> throw new AssertionError(array.getClass());
        };
    }

    static void fill(Object array, int from, int to, long bits) {
        switch (array) {
            case float[] a -> Arrays.fill(a, from, to, Float.intBitsToFloat((int) bits));
            case double[] a -> Arrays.fill(a, from, to, Double.longBitsToDouble(bits));
            case int[] a -> Arrays.fill(a, from, to, (int) bits);
            case long[] a -> Arrays.fill(a, from, to, bits);
            case short[] a -> Arrays.fill(a, from, to, (short) bits);
            case byte[] a -> Arrays.fill(a, from, to, (byte) bits);
            default -> throw new AssertionError(array.getClass());
        }
    }
}
