package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.codegen.RowProducts;
import org.cotangent.storage.Storage;

/// Products of rows of a matrix of `double` with vectors, in the order of [DoubleDots]: on vectors once they are hot,
/// by plain loops before.
final class DoubleRowProducts implements RowProducts {
    private static final int LANES = DoubleKernel.LANES;
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
    public void dots(Storage matrix, long at, int rows, int k, Object x, Object lanes, Object out, int to) {
        int safe = safe(matrix, at, rows, k);
        var l = (double[]) lanes;
        var o = (double[]) out;
        now.dots(matrix.segment(), at, safe, k, (double[]) x, l);
        trees(l, safe, o, to);
        if (safe < rows) {
            slow.dots(matrix.segment(), at + (long) safe * k, rows - safe, k, (double[]) x, l);
            trees(l, rows - safe, o, to + safe);
        }
    }

    /// How many rows have enough cells behind them.
    private static int safe(Storage matrix, long at, int rows, int k) {
        long room = matrix.count() - at - DoubleRowLoops.SLACK;
        return (int) Math.clamp(room / k, 0L, rows);
    }

    private static void trees(double[] lanes, int rows, double[] out, int to) {
        for (int i = 0; i < rows; i++) {
            int at = i * LANES;
            for (int half = LANES / 2; half > 0; half /= 2) {
                for (int j = 0; j < half; j++) {
                    lanes[at + j] += lanes[at + j + half];
                }
            }
            out[to + i] = lanes[at];
        }
    }

    @Override
    public void columns(Storage matrix, long at, int rows, int m, Object r, int from, Object sums, int pitch) {
        int safe = safe(matrix, at, rows, m) / LANES * LANES;
        var a = matrix.segment();
        now.columns(a, at, safe, m, (double[]) r, from, (double[]) sums, pitch);
        if (safe < rows) {
            slow.columns(a, at + (long) safe * m, rows - safe, m, (double[]) r, from + safe, (double[]) sums, pitch);
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
