package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.storage.Storage;

/// Copies of two-dimensional grids of cells, one loop for each kind of memory, so that each sees one kind of access.
final class CopyGrids {
    private CopyGrids() {
    }

    /// The loop for two storages of one cell that are both on the heap or both off it.
    static Grid of(Storage from, Storage to) {
        return from.base() != null && to.base() != null ? heap(from, to) : segments(from, to);
    }

    private static Grid heap(Storage from, Storage to) {
        int s = from.baseOffset();
        int d = to.baseOffset();
        Object f = from.base();
        Object t = to.base();
        return switch (from.cell()) {
            case F32 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    floats((float[]) f, (int) a + s, a0, a1, (float[]) t, (int) b + d, b0, b1, n0, n1);
            case F64 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    doubles((double[]) f, (int) a + s, a0, a1, (double[]) t, (int) b + d, b0, b1, n0, n1);
            case I32 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    ints((int[]) f, (int) a + s, a0, a1, (int[]) t, (int) b + d, b0, b1, n0, n1);
            case I64 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    longs((long[]) f, (int) a + s, a0, a1, (long[]) t, (int) b + d, b0, b1, n0, n1);
            case I16 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    shorts((short[]) f, (int) a + s, a0, a1, (short[]) t, (int) b + d, b0, b1, n0, n1);
            case I8 -> (a, a0, a1, b, b0, b1, n0, n1) ->
                    bytes((byte[]) f, (int) a + s, a0, a1, (byte[]) t, (int) b + d, b0, b1, n0, n1);
        };
    }

    private static Grid segments(Storage from, Storage to) {
        var f = from.segment();
        var t = to.segment();
        return switch (from.cell().bytes()) {
            case 4 -> (a, a0, a1, b, b0, b1, n0, n1) -> fours(f, a, a0, a1, t, b, b0, b1, n0, n1);
            case 8 -> (a, a0, a1, b, b0, b1, n0, n1) -> eights(f, a, a0, a1, t, b, b0, b1, n0, n1);
            case 2 -> (a, a0, a1, b, b0, b1, n0, n1) -> twos(f, a, a0, a1, t, b, b0, b1, n0, n1);
            default -> (a, a0, a1, b, b0, b1, n0, n1) -> ones(f, a, a0, a1, t, b, b0, b1, n0, n1);
        };
    }

    private static void floats(float[] f, int a, long a0, long a1, float[] t, int b, long b0, long b1, int n0, int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            if (af == 1 && bt == 1 && n1 > 7) {
                System.arraycopy(f, p, t, q, n1);
            } else {
                for (int j = 0; j < n1; j++) {
                    t[q + j * bt] = f[p + j * af];
                }
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
            if (af == 1 && bt == 1 && n1 > 7) {
                System.arraycopy(f, p, t, q, n1);
            } else {
                for (int j = 0; j < n1; j++) {
                    t[q + j * bt] = f[p + j * af];
                }
            }
        }
    }

    private static void ints(int[] f, int a, long a0, long a1, int[] t, int b, long b0, long b1, int n0, int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            if (af == 1 && bt == 1 && n1 > 7) {
                System.arraycopy(f, p, t, q, n1);
            } else {
                for (int j = 0; j < n1; j++) {
                    t[q + j * bt] = f[p + j * af];
                }
            }
        }
    }

    private static void longs(long[] f, int a, long a0, long a1, long[] t, int b, long b0, long b1, int n0, int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            if (af == 1 && bt == 1 && n1 > 7) {
                System.arraycopy(f, p, t, q, n1);
            } else {
                for (int j = 0; j < n1; j++) {
                    t[q + j * bt] = f[p + j * af];
                }
            }
        }
    }

    private static void shorts(short[] f, int a, long a0, long a1, short[] t, int b, long b0, long b1, int n0, int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            if (af == 1 && bt == 1 && n1 > 7) {
                System.arraycopy(f, p, t, q, n1);
            } else {
                for (int j = 0; j < n1; j++) {
                    t[q + j * bt] = f[p + j * af];
                }
            }
        }
    }

    private static void bytes(byte[] f, int a, long a0, long a1, byte[] t, int b, long b0, long b1, int n0, int n1) {
        int af = (int) a1;
        int bt = (int) b1;
        for (int i = 0; i < n0; i++) {
            int p = a + i * (int) a0;
            int q = b + i * (int) b0;
            if (af == 1 && bt == 1 && n1 > 7) {
                System.arraycopy(f, p, t, q, n1);
            } else {
                for (int j = 0; j < n1; j++) {
                    t[q + j * bt] = f[p + j * af];
                }
            }
        }
    }

    private static void fours(MemorySegment f, long a, long a0, long a1, MemorySegment t, long b, long b0, long b1,
            int n0, int n1) {
        long af = a1 * 4;
        long bt = b1 * 4;
        for (int i = 0; i < n0; i++) {
            long p = (a + i * a0) * 4;
            long q = (b + i * b0) * 4;
            if (af == 4 && bt == 4 && n1 > 15) {
                MemorySegment.copy(f, p, t, q, n1 * 4L);
            } else {
                for (int j = 0; j < n1; j++) {
                    t.set(ValueLayout.JAVA_INT_UNALIGNED, q + j * bt,
                            f.get(ValueLayout.JAVA_INT_UNALIGNED, p + j * af));
                }
            }
        }
    }

    private static void eights(MemorySegment f, long a, long a0, long a1, MemorySegment t, long b, long b0, long b1,
            int n0, int n1) {
        long af = a1 * 8;
        long bt = b1 * 8;
        for (int i = 0; i < n0; i++) {
            long p = (a + i * a0) * 8;
            long q = (b + i * b0) * 8;
            if (af == 8 && bt == 8 && n1 > 15) {
                MemorySegment.copy(f, p, t, q, n1 * 8L);
            } else {
                for (int j = 0; j < n1; j++) {
                    t.set(ValueLayout.JAVA_LONG_UNALIGNED, q + j * bt,
                            f.get(ValueLayout.JAVA_LONG_UNALIGNED, p + j * af));
                }
            }
        }
    }

    private static void twos(MemorySegment f, long a, long a0, long a1, MemorySegment t, long b, long b0, long b1,
            int n0, int n1) {
        long af = a1 * 2;
        long bt = b1 * 2;
        for (int i = 0; i < n0; i++) {
            long p = (a + i * a0) * 2;
            long q = (b + i * b0) * 2;
            if (af == 2 && bt == 2 && n1 > 15) {
                MemorySegment.copy(f, p, t, q, n1 * 2L);
            } else {
                for (int j = 0; j < n1; j++) {
                    t.set(ValueLayout.JAVA_SHORT_UNALIGNED, q + j * bt,
                            f.get(ValueLayout.JAVA_SHORT_UNALIGNED, p + j * af));
                }
            }
        }
    }

    private static void ones(MemorySegment f, long a, long a0, long a1, MemorySegment t, long b, long b0, long b1,
            int n0, int n1) {
        long af = a1;
        long bt = b1;
        for (int i = 0; i < n0; i++) {
            long p = (a + i * a0);
            long q = (b + i * b0);
            if (af == 1 && bt == 1 && n1 > 7) {
                MemorySegment.copy(f, p, t, q, n1);
            } else {
                for (int j = 0; j < n1; j++) {
                    t.set(ValueLayout.JAVA_BYTE, q + j * bt, f.get(ValueLayout.JAVA_BYTE, p + j * af));
                }
            }
        }
    }
}
