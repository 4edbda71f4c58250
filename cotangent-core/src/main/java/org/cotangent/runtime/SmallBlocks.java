package org.cotangent.runtime;

import org.cotangent.op.Block;
import org.cotangent.storage.Storage;

/// Copies of blocks of few cells on the heap, for which a plan would cost more than the copy: first the places, axis
/// by axis, then one loop.
final class SmallBlocks {
    /// Cells from which on the plan of [GridPlan] is the cheaper way.
    private static final int FEW = 128;

    private SmallBlocks() {
    }

    /// Whether the block is one for [#copy].
    static boolean takes(Storage from, Storage to, Block b) {
        return from.base() != null && to.base() != null && b.count() <= FEW;
    }

    static void copy(Storage from, Storage to, Block b) {
        int n = (int) b.count();
        if (n > 0) {
            move(from.base(), places(b.sizes(), b.fromStrides(), from.baseOffset() + b.from(), n),
                    to.base(), places(b.sizes(), b.toStrides(), to.baseOffset() + b.to(), n));
        }
    }

    /// Where the cells lie, in row-major order.
    private static int[] places(long[] sizes, long[] strides, long first, int n) {
        var at = new int[n];
        at[0] = (int) first;
        int done = 1;
        for (int a = sizes.length - 1; a >= 0; a--) {
            // The places of the inner axes once more for each further index of this one; the outer axes come later.
            int stride = (int) strides[a];
            int end = done * (int) sizes[a];
            for (int i = done; i < end; i++) {
                at[i] = at[i - done] + stride;
            }
            done = end;
        }
        return at;
    }

    private static void move(Object from, int[] f, Object to, int[] t) {
        switch (from) {
            case float[] a -> floats(a, f, (float[]) to, t);
            case double[] a -> doubles(a, f, (double[]) to, t);
            case int[] a -> ints(a, f, (int[]) to, t);
            case long[] a -> longs(a, f, (long[]) to, t);
            case short[] a -> shorts(a, f, (short[]) to, t);
            case byte[] a -> bytes(a, f, (byte[]) to, t);
            default -> throw new IllegalArgumentException(from.getClass().getTypeName());
        }
    }

    private static void floats(float[] from, int[] f, float[] to, int[] t) {
        for (int i = 0; i < f.length; i++) {
            to[t[i]] = from[f[i]];
        }
    }

    private static void doubles(double[] from, int[] f, double[] to, int[] t) {
        for (int i = 0; i < f.length; i++) {
            to[t[i]] = from[f[i]];
        }
    }

    private static void ints(int[] from, int[] f, int[] to, int[] t) {
        for (int i = 0; i < f.length; i++) {
            to[t[i]] = from[f[i]];
        }
    }

    private static void longs(long[] from, int[] f, long[] to, int[] t) {
        for (int i = 0; i < f.length; i++) {
            to[t[i]] = from[f[i]];
        }
    }

    private static void shorts(short[] from, int[] f, short[] to, int[] t) {
        for (int i = 0; i < f.length; i++) {
            to[t[i]] = from[f[i]];
        }
    }

    private static void bytes(byte[] from, int[] f, byte[] to, int[] t) {
        for (int i = 0; i < f.length; i++) {
            to[t[i]] = from[f[i]];
        }
    }
}
