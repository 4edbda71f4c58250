package org.cotangent.runtime;

/// The blocked product over `float`: panels of A and B are packed and multiplied tile by tile by a [FloatKernel].
///
/// Element (i, j) is p0 + p1 + ... (after C where C is added to), each p a chain over [#KC] steps of k begun at 0: the
/// bits do not depend on kernel, strides, position or threads. The blocking is that of Goto and van de Geijn,
/// "Anatomy of High-Performance Matrix Multiplication" (2008).
final class FloatProduct {
    /// Steps of k in a panel. Part of the meaning: another number gives other bits.
    static final int KC = 256;
    /// Panels whose parts of a tile are added one after the other, while the tile lies in cache.
    private static final int DEPTH = 4;
    private static final int NC = 1024;
    private static final int MR = 12;
    private static final int ROW_PANELS = 16;
    /// Multiply-adds below which a second thread does not pay.
    private static final double SERIAL_WORK = 400_000;

    private final FloatKernel kernel;
    private final FloatDots dots;
    private final Pool<Scratch> pool = new Pool<>(Scratch::new);

    /// Arrays for one thread (`a`, `tile`, `row`, `stage`) and, for the thread that splits the work, the packed B.
    private static final class Scratch {
        float[] a = {};
        float[] b = {};
        float[] stage = {};
        final float[] tile = new float[MR * FloatKernel.MAX_WIDTH];
        final float[] row = new float[FloatKernel.MAX_WIDTH];
    }

    FloatProduct(FloatKernel kernel) {
        this.kernel = kernel;
        this.dots = new FloatDots(kernel);
    }

    /// Runs one product with all extents positive.
    void run(Product product, Split split) {
        Split by = product.work() < SERIAL_WORK ? Split.SERIAL : split;
        if (product.n() == 1 || product.m() == 1) {
            dots.run(product.n() == 1 ? product : product.transposed(), by);
            return;
        }
        Product p = product.ccs() != 1 && product.crs() == 1 ? product.transposed() : product;
        Scratch shared = pool.take();
        int width = (int) Math.min(p.n(), NC);
        shared.b = FloatPanels.room(shared.b, (int) Math.min(DEPTH * KC, p.k()) * padded(width));
        for (long j = 0; j < p.n(); j += NC) {
            for (long s = 0; s < p.k(); s += DEPTH * KC) {
                panels(p, j, (int) Math.min(NC, p.n() - j), s, (int) Math.min(DEPTH * KC, p.k() - s), shared, by);
            }
        }
        pool.give(shared);
    }

    private void panels(Product p, long j, int nc, long s, int depth, Scratch shared, Split split) {
        float[] b = shared.b;
        int full = kernel.panelWidth(nc);
        long chunks = (nc + full - 1) / full;
        long grain = Math.max(1, chunks / (2L * split.width()));
        split.run(0, chunks, grain,
                (from, to) -> packB(p, j, (int) from * full, (int) Math.min(nc, to * full), nc, s, depth, b));
        long rows = (p.m() + MR - 1) / MR;
        long rowGrain = Math.clamp((rows + 2L * split.width() - 1) / (2L * split.width()), 1, ROW_PANELS);
        long rowBlocks = (rows + rowGrain - 1) / rowGrain;
        long colBlocks = Math.clamp(2L * split.width() / rowBlocks, 1, chunks);
        long colGrain = split.width() == 1 ? chunks : (chunks + colBlocks - 1) / colBlocks;
        long across = (chunks + colGrain - 1) / colGrain;
        split.run(0, rowBlocks * across, 1, (from, to) -> {
            Scratch own = pool.take();
            for (long t = from; t < to; t++) {
                long i = t / across * rowGrain * MR;
                int c0 = (int) (t % across * colGrain) * full;
                block(p, i, (int) Math.min(rowGrain * MR, p.m() - i), j, c0, (int) Math.min(nc, c0 + colGrain * full),
                        nc, s, depth, b, own);
            }
            pool.give(own);
        });
    }

    private void packB(Product p, long j, int from, int to, int nc, long s, int depth, float[] b) {
        // The panel of column c lies from c * kc on behind the panels before it, so one array serves all threads.
        Scratch own = pool.take();
        for (int q = 0; q < depth; q += KC) {
            int kc = Math.min(KC, depth - q);
            own.stage = FloatPanels.pack(p.b(), p.bo() + (j + from) * p.bcs() + (s + q) * p.brs(), p.bcs(), p.brs(),
                    to - from, kc, b, q * padded(nc) + from * kc, kernel::panelWidth, own.stage);
        }
        pool.give(own);
    }

    /// Columns with those that fill up the last panel.
    private static int padded(int nc) {
        return nc + FloatKernel.MAX_WIDTH;
    }

    private void block(Product p, long i, int mc, long j, int c0, int c1, int nc, long s, int depth, float[] b,
                       Scratch own) {
        int size = ROW_PANELS * MR;
        own.a = FloatPanels.room(own.a, size * depth);
        for (int q = 0; q < depth; q += KC) {
            own.stage = FloatPanels.pack(p.a(), p.ao() + i * p.ars() + (s + q) * p.acs(), p.ars(), p.acs(), mc,
                    Math.min(KC, depth - q), own.a, q * size, FloatProduct::rows, own.stage);
        }
        for (int c = c0; c < c1; ) {
            int w = kernel.panelWidth(nc - c);
            for (int q = 0; q < depth; q += KC) {
                int kc = Math.min(KC, depth - q);
                column(p, i, mc, j + c, w, Math.min(w, nc - c), kc, own, q * size, b, q * padded(nc) + c * kc,
                        p.add() || s + q > 0);
            }
            c += w;
        }
    }

    /// The tiles below each other in one panel of B.
    private void column(Product p, long i, int mc, long j, int w, int cols, int kc, Scratch own, int ao, float[] b,
                        int bo, boolean add) {
        for (int r = 0; r < mc; ) {
            int h = rows(mc - r);
            tile(p, i + r, j, h, Math.min(h, mc - r), w, cols, kc, own, ao + r * kc, b, bo, add);
            r += h;
        }
    }

    /// One tile of `h` rows and `w` columns, of which `rows` and `cols` lie in C.
    private void tile(Product p, long i, long j, int h, int rows, int w, int cols, int kc, Scratch own, int ao,
                      float[] b, int bo, boolean add) {
        long to = p.co() + i * p.crs() + j * p.ccs();
        boolean whole = kernel.direct() && p.ccs() == 1 && rows == h && cols == w;
        if (whole && p.c().array() instanceof float[] heap) {
            kernel.tile(h, w, kc, own.a, ao, b, bo, heap, (int) to, (int) p.crs(), add);
            return;
        }
        kernel.tile(h, w, kc, own.a, ao, b, bo, own.tile, 0, w, false);
        if (whole && p.c().segment().isNative()) {
            kernel.store(own.tile, h, w, p.c().segment(), to * Float.BYTES, p.crs() * Float.BYTES, add);
        } else {
            FloatPanels.move(own.tile, w, rows, cols, p.c(), to, p.crs(), p.ccs(), add, own.row);
        }
    }

    /// Panels of 12 rows, then of 4: a tail of 9 to 11 rows is cheaper in one panel of 12.
    private static int rows(long remaining) {
        return remaining > 8 ? MR : 4;
    }
}
