package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.codegen.RowProducts;
import org.cotangent.storage.Storage;

/// Products with one column over `float`: each element is a dot product.
///
/// Its order is fixed: step p of k goes to virtual lane p mod L by a fused multiply-add, and the lanes are added as a
/// tree, lane j + L / 2 to lane j, then halves again; L lanes make 64 bytes. So a matrix may lie by rows or by columns
/// and gives the same bits. Longer products are cut into panels of 1024 steps, whose sums are added one after the
/// other, so that fused loops, which make them panel by panel, have these bits too ([RowProducts]).
final class FloatDots {
    private static final int LANES = FloatKernel.LANES;
    /// Steps of a panel; a multiple of the lanes.
    private static final int STEPS = RowProducts.PANEL;
    /// Rows whose lanes are kept together when the matrix lies by columns.
    private static final int ROWS = 256;
    private static final int MAX_DOT_ROWS = 8;

    private final FloatKernel kernel;
    private final Pool<Scratch> pool = new Pool<>(Scratch::new);

    private static final class Scratch {
        float[] x = {};
        final float[] stage = new float[MAX_DOT_ROWS * STEPS];
        final float[] lanes = new float[LANES * ROWS];
    }

    FloatDots(FloatKernel kernel) {
        this.kernel = kernel;
    }

    /// Runs a product with n = 1 and all extents positive.
    void run(Product p, Split split) {
        Scratch shared = pool.take();
        int k = Math.toIntExact(p.k());
        boolean inPlace = p.brs() == 1 && p.b().array() != null;
        if (!inPlace) {
            shared.x = FloatPanels.room(shared.x, k);
            FloatPanels.run(p.b(), p.bo(), p.brs(), k, shared.x, 0);
        }
        float[] x = inPlace ? (float[]) p.b().array() : shared.x;
        int xo = inPlace ? (int) p.bo() : 0;
        boolean byColumns = p.ars() == 1 && p.acs() != 1 && p.m() >= LANES;
        long grain = byColumns ? ROWS : kernel.dotRows();
        long some = Math.max(1, p.m() / (grain * 2 * split.width()));
        split.run(0, p.m(), split.width() == 1 ? p.m() : grain * some, (from, to) -> {
            Scratch own = pool.take();
            if (byColumns) {
                columns(p, from, to, k, x, xo, own);
            } else {
                rows(p, from, to, k, x, xo, own);
            }
            pool.give(own);
        });
        pool.give(shared);
    }

    private void rows(Product p, long from, long to, int k, float[] x, int xo, Scratch own) {
        int most = kernel.dotRows();
        boolean inPlace = p.acs() == 1 && p.a().array() != null;
        for (long i = from; i < to; i += most) {
            int rows = (int) Math.min(most, to - i);
            long at = p.ao() + i * p.ars();
            for (int s = 0; s < k; s += STEPS) {
                int count = Math.min(STEPS, k - s);
                Arrays.fill(own.lanes, 0, most * LANES, 0);
                if (inPlace) {
                    chunk(rows, count, (float[]) p.a().array(), (int) at + s, (int) p.ars(), x, xo + s, own.lanes);
                } else {
                    FloatPanels.runs(p.a(), at + s * p.acs(), p.ars(), p.acs(), rows, count, own.stage, 0);
                    chunk(rows, count, own.stage, 0, count, x, xo + s, own.lanes);
                }
                for (int r = 0; r < rows; r++) {
                    finish(p, i + r, own.lanes, r * LANES, 1, s > 0);
                }
            }
        }
    }

    private void chunk(int rows, int k, float[] a, int ao, int lda, float[] x, int xo, float[] lanes) {
        int whole = k - k % LANES;
        kernel.dots(rows, whole, a, ao, lda, x, xo, lanes, 0);
        for (int r = 0; r < rows; r++) {
            for (int s = whole; s < k; s++) {
                int lane = r * LANES + s - whole;
                lanes[lane] = Math.fma(a[ao + r * lda + s], x[xo + s], lanes[lane]);
            }
        }
    }

    private static void columns(Product p, long from, long to, int k, float[] x, int xo, Scratch own) {
        for (long i = from; i < to; i += ROWS) {
            int rows = (int) Math.min(ROWS, to - i);
            for (int s = 0; s < k; s++) {
                if (s % STEPS == 0) {
                    panel(p, i, s, rows, own.lanes);
                }
                long at = p.ao() + i + s * p.acs();
                int lane = s % LANES * ROWS;
                if (p.a().array() instanceof float[] heap) {
                    scaled(heap, (int) at, x[xo + s], own.lanes, lane, rows);
                } else {
                    FloatPanels.run(p.a(), at, 1, rows, own.stage, 0);
                    scaled(own.stage, 0, x[xo + s], own.lanes, lane, rows);
                }
            }
            panel(p, i, k, rows, own.lanes);
        }
    }

    /// Ends the panel before step `s`, if there is one, and begins another.
    private static void panel(Product p, long i, int s, int rows, float[] lanes) {
        for (int r = 0; s > 0 && r < rows; r++) {
            finish(p, i + r, lanes, r, ROWS, s > STEPS);
        }
        Arrays.fill(lanes, 0);
    }

    private static void scaled(float[] a, int ao, float x, float[] lanes, int lo, int rows) {
        for (int r = 0; r < rows; r++) {
            lanes[lo + r] = Math.fma(a[ao + r], x, lanes[lo + r]);
        }
    }

    /// Adds the lanes (`step` cells apart) as a tree and writes the element of row i, or adds it where `more`.
    private static void finish(Product p, long i, float[] lanes, int lo, int step,
                               boolean more) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[lo + j * step] += lanes[lo + (j + half) * step];
            }
        }
        Storage c = p.c();
        long at = p.co() + i * p.crs();
        float sum = lanes[lo];
        boolean add = more || p.add();
        if (c.array() instanceof float[] heap) {
            heap[(int) at] = add ? heap[(int) at] + sum : sum;
        } else {
            c.setFloat(at, add ? c.getFloat(at) + sum : sum);
        }
    }
}
