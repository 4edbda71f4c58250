package org.cotangent.runtime;

import java.lang.ref.Reference;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// The part that all implementations share: checks, empty and zero cases, folding and splitting of the batch.
abstract class BatchedGemm implements Gemm {
    /// Multiply-adds of one item from which on its own work is split instead of the batch.
    private static final double LARGE = 4_000_000;

    private final Split split;

    BatchedGemm(Split split) {
        this.split = split;
    }

    /// Runs one product whose extents are all positive.
    abstract void run(Cell cell, Product product, Split split);

    @Override
    public final void gemm(Cell cell, long batch, long m, long n, long k, MatrixView a, MatrixView b, MatrixView c,
                           boolean add) {
        Product.check(cell, batch, m, n, k, a, b, c);
        if (batch == 0 || m == 0 || n == 0) {
            return;
        }
        if (k == 0) {
            zero(cell, batch, m, n, c, add);
        } else if (folds(batch, m, n, a, b, c)) {
            item(cell, Product.item(0, batch * m, n, k, a, b, c, add), split);
        } else {
            items(cell, batch, m, n, k, a, b, c, add);
        }
        Reference.reachabilityFence(a.storage());
        Reference.reachabilityFence(b.storage());
        Reference.reachabilityFence(c.storage());
    }

    private void item(Cell cell, Product product, Split split) {
        if (SmallGemm.takes(cell, product.m(), product.n(), product.k())) {
            SmallGemm.run(cell, product);
        } else {
            run(cell, product, split);
        }
    }

    /// Whether the items share B and lie one below the other, so that they are one tall product.
    /// Not for m = 1, where the order of summation differs from that of a tall product.
    private static boolean folds(long batch, long m, long n, MatrixView a, MatrixView b, MatrixView c) {
        return batch > 1 && (m > 1 || n == 1) && b.batchStride() == 0
                && a.batchStride() == m * a.rowStride() && c.batchStride() == m * c.rowStride();
    }

    private void items(Cell cell, long batch, long m, long n, long k, MatrixView a, MatrixView b, MatrixView c,
                       boolean add) {
        double work = (double) m * n * k;
        if (batch == 1 || work >= LARGE || work * batch < LARGE / 10) {
            Split inside = batch == 1 || work >= LARGE ? split : Split.SERIAL;
            for (long s = 0; s < batch; s++) {
                item(cell, Product.item(s, m, n, k, a, b, c, add), inside);
            }
            return;
        }
        long grain = Math.max(1, Math.min(batch / (2L * split.width()), (long) (LARGE / 10 / work)));
        split.run(0, batch, grain, (from, to) -> {
            for (long s = from; s < to; s++) {
                item(cell, Product.item(s, m, n, k, a, b, c, add), Split.SERIAL);
            }
        });
    }

    private static void zero(Cell cell, long batch, long m, long n, MatrixView c, boolean add) {
        for (long s = 0; s < (add ? 0 : batch); s++) {
            for (long i = 0; i < m; i++) {
                for (long j = 0; j < n; j++) {
                    zero(cell, c.storage(), c.offset() + s * c.batchStride() + i * c.rowStride() + j * c.colStride());
                }
            }
        }
    }

    private static void zero(Cell cell, Storage c, long at) {
        switch (cell) {
            case F32 -> c.setFloat(at, 0);
            case F64 -> c.setDouble(at, 0);
            case I32 -> c.setInt(at, 0);
            case I64 -> c.setLong(at, 0);
            case I16, I8 -> throw new AssertionError(cell);
        }
    }
}
