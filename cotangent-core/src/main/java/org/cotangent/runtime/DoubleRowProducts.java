package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.cotangent.codegen.RowProducts;
import org.cotangent.storage.Storage;

/// Products of rows of a matrix of `double` with vectors, in the order of [DoubleDots]: on vectors once they are hot,
/// by plain loops before.
final class DoubleRowProducts implements RowProducts {
    private static final int LANES = DoubleKernel.LANES;
    private static final int EIGHT = 8;
    private static final ValueLayout.OfDouble CELL = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private final DoubleRowLoops slow = new ScalarDoubleRowLoops();
    private final DoubleRowLoops fast;
    private volatile DoubleRowLoops now = slow;

    /// With vectors of `bits`; 0 is none. Where `cold`, they are used from the first call on.
    DoubleRowProducts(int bits, boolean cold) {
        this.fast = bits == 0 ? slow : VectorKernels.doubleRowLoops(bits);
        this.now = cold ? fast : slow;
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void dots(Storage matrix, long at, int rows, int k, Object x, Object out, int to) {
        dots(now, matrix.segment(), at, rows, k, (double[]) x, (double[]) out, to, new double[EIGHT * LANES]);
    }

    private static void dots(DoubleRowLoops loops, MemorySegment a, long at, int rows, int k, double[] x, double[] out,
                             int to, double[] lanes) {
        int whole = k - k % LANES;
        for (int i = 0; i < rows; i += EIGHT) {
            int some = Math.min(EIGHT, rows - i);
            loops.dots(a, at + (long) i * k, k, some, whole, x, lanes);
            for (int r = 0; r < some; r++) {
                long row = (at + (long) (i + r) * k) * Double.BYTES;
                for (int p = whole; p < k; p++) {
                    int lane = r * LANES + p - whole;
                    lanes[lane] = Math.fma(a.get(CELL, row + (long) p * Double.BYTES), x[p], lanes[lane]);
                }
                out[to + i + r] = tree(lanes, r * LANES, 1);
            }
        }
    }

    private static double tree(double[] lanes, int at, int step) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[at + j * step] += lanes[at + (j + half) * step];
            }
        }
        return lanes[at];
    }

    @Override
    public void columns(Storage matrix, long at, int rows, int m, Object r, int from, Object sums, int pitch) {
        var loops = now;
        int whole = rows - rows % LANES;
        int served = loops.served(m);
        var a = matrix.segment();
        loops.columns(a, at, m, whole, served, (double[]) r, from, (double[]) sums, pitch);
        rest(a, at, 0, whole, served, m, (double[]) r, from, (double[]) sums, pitch);
        rest(a, at, whole, rows, 0, m, (double[]) r, from, (double[]) sums, pitch);
    }

    private static void rest(MemorySegment a, long at, int row, int end, int column, int m, double[] r, int from,
                             double[] sums, int pitch) {
        for (int i = row; i < end && column < m; i++) {
            long cell = (at + (long) i * m) * Double.BYTES;
            int to = i % LANES * pitch;
            for (int j = column; j < m; j++) {
                sums[to + j] = Math.fma(a.get(CELL, cell + (long) j * Double.BYTES), r[from + i], sums[to + j]);
            }
        }
    }

    @Override
    public void finish(Object sums, int pitch, int m, Object partial, int slot) {
        var s = (double[]) sums;
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                for (int j = 0; j < m; j++) {
                    s[l * pitch + j] += s[(l + half) * pitch + j];
                }
            }
        }
        System.arraycopy(s, 0, partial, slot, m);
        Arrays.fill(s, 0);
    }

    @Override
    public void join(Object partial, int pitch, int m, int panels) {
        var s = (double[]) partial;
        for (int i = 1; i < panels; i++) {
            for (int j = 0; j < m; j++) {
                s[j] += s[i * pitch + j];
            }
        }
    }

    @Override
    public synchronized void prepare() {
        if (now != fast && WarmUp.rowLoops(fast)) {
            now = fast;
        }
    }
}
