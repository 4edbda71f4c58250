package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.core.DType;
import org.cotangent.storage.Storage;

/// Sums of two-dimensional grids of numbers into others, element by element; integers wrap.
final class AddGrids {
    private AddGrids() {
    }

    /// The loop for two storages that are both on the heap or both off it.
    static Grid of(DType dtype, Storage from, Storage to) {
        return from.base() != null && to.base() != null ? heap(dtype, from, to) : segments(dtype, from, to);
    }

    private static Grid heap(DType dtype, Storage from, Storage to) {
        int s = from.baseOffset();
        int d = to.baseOffset();
        Object f = from.base();
        Object t = to.base();
        return switch (dtype) {
            case FLOAT32 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    floats((float[]) f, (int) a + s, a0, a1, (float[]) t, (int) b + d, b0, b1, n0, n1);
            case FLOAT64 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    doubles((double[]) f, (int) a + s, a0, a1, (double[]) t, (int) b + d, b0, b1, n0, n1);
            case INT32 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    ints((int[]) f, (int) a + s, a0, a1, (int[]) t, (int) b + d, b0, b1, n0, n1);
            case INT64 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    longs((long[]) f, (int) a + s, a0, a1, (long[]) t, (int) b + d, b0, b1, n0, n1);
            default -> throw new IllegalArgumentException("no sums of " + dtype);
        };
    }

    private static Grid segments(DType dtype, Storage from, Storage to) {
        var f = from.segment();
        var t = to.segment();
        return switch (dtype) {
            case FLOAT32 -> (a, a0, a1, b, b0, b1, n0, n1) -> floats(f, a, a0, a1, t, b, b0, b1, n0, n1);
            case FLOAT64 -> (a, a0, a1, b, b0, b1, n0, n1) -> doubles(f, a, a0, a1, t, b, b0, b1, n0, n1);
            case INT32 -> (a, a0, a1, b, b0, b1, n0, n1) -> ints(f, a, a0, a1, t, b, b0, b1, n0, n1);
            case INT64 -> (a, a0, a1, b, b0, b1, n0, n1) -> longs(f, a, a0, a1, t, b, b0, b1, n0, n1);
            default -> throw new IllegalArgumentException("no sums of " + dtype);
        };
    }

    private static void floats(float[] f, int a, long a0, long a1, float[] t, int b, long b0, long b1, int n0, int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            for (int j = 0; j < n1; j++) {
                t[q + j * bt] += f[p + j * af];
            }
        }
    }

    private static void floats(MemorySegment f, long a, long a0, long a1, MemorySegment t, long b, long b0, long b1,
            int n0, int n1) {
        long af = a1 * 4;
        long bt = b1 * 4;
        for (int i = 0; i < n0; i++) {
            long p = (a + i * a0) * 4;
            long q = (b + i * b0) * 4;
            for (int j = 0; j < n1; j++) {
                var sum = t.get(ValueLayout.JAVA_FLOAT_UNALIGNED, q + j * bt)
                        + f.get(ValueLayout.JAVA_FLOAT_UNALIGNED, p + j * af);
                t.set(ValueLayout.JAVA_FLOAT_UNALIGNED, q + j * bt, sum);
            }
        }
    }

    private static void doubles(double[] f, int a, long a0, long a1, double[] t, int b, long b0, long b1, int n0,
            int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            for (int j = 0; j < n1; j++) {
                t[q + j * bt] += f[p + j * af];
            }
        }
    }

    private static void doubles(MemorySegment f, long a, long a0, long a1, MemorySegment t, long b, long b0, long b1,
            int n0, int n1) {
        long af = a1 * 8;
        long bt = b1 * 8;
        for (int i = 0; i < n0; i++) {
            long p = (a + i * a0) * 8;
            long q = (b + i * b0) * 8;
            for (int j = 0; j < n1; j++) {
                var sum = t.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, q + j * bt)
                        + f.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, p + j * af);
                t.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, q + j * bt, sum);
            }
        }
    }

    private static void ints(int[] f, int a, long a0, long a1, int[] t, int b, long b0, long b1, int n0, int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            for (int j = 0; j < n1; j++) {
                t[q + j * bt] += f[p + j * af];
            }
        }
    }

    private static void ints(MemorySegment f, long a, long a0, long a1, MemorySegment t, long b, long b0, long b1,
            int n0, int n1) {
        long af = a1 * 4;
        long bt = b1 * 4;
        for (int i = 0; i < n0; i++) {
            long p = (a + i * a0) * 4;
            long q = (b + i * b0) * 4;
            for (int j = 0; j < n1; j++) {
                var sum = t.get(ValueLayout.JAVA_INT_UNALIGNED, q + j * bt)
                        + f.get(ValueLayout.JAVA_INT_UNALIGNED, p + j * af);
                t.set(ValueLayout.JAVA_INT_UNALIGNED, q + j * bt, sum);
            }
        }
    }

    private static void longs(long[] f, int a, long a0, long a1, long[] t, int b, long b0, long b1, int n0, int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            for (int j = 0; j < n1; j++) {
                t[q + j * bt] += f[p + j * af];
            }
        }
    }

    private static void longs(MemorySegment f, long a, long a0, long a1, MemorySegment t, long b, long b0, long b1,
            int n0, int n1) {
        long af = a1 * 8;
        long bt = b1 * 8;
        for (int i = 0; i < n0; i++) {
            long p = (a + i * a0) * 8;
            long q = (b + i * b0) * 8;
            for (int j = 0; j < n1; j++) {
                var sum = t.get(ValueLayout.JAVA_LONG_UNALIGNED, q + j * bt)
                        + f.get(ValueLayout.JAVA_LONG_UNALIGNED, p + j * af);
                t.set(ValueLayout.JAVA_LONG_UNALIGNED, q + j * bt, sum);
            }
        }
    }
}
