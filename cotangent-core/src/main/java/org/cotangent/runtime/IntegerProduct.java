package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Products over integers, which wrap; a blocked loop of plain Java, where any order of summation is the same.
final class IntegerProduct {
    private static final int KC = 128;
    private static final int NC = 512;
    private static final double SERIAL_WORK = 400_000;

    private IntegerProduct() {
    }

    /// Runs one product with all extents positive over I32 or I64 cells.
    static void run(Product p, Split split) {
        Split by = p.work() < SERIAL_WORK ? Split.SERIAL : split;
        long grain = Math.max(1, p.m() / (4L * by.width()));
        by.run(0, p.m(), by.width() == 1 ? p.m() : grain, (from, to) -> rows(p, from, to));
    }

    private static void rows(Product p, long from, long to) {
        boolean wide = p.c().cell() == Cell.I64;
        int room = (int) (Math.min(KC, p.k()) * Math.min(NC, p.n()));
        int width = (int) Math.min(NC, p.n());
        Block block = wide ? new Longs(room, width) : new Ints(room, width);
        for (long j = 0; j < p.n(); j += NC) {
            int nc = (int) Math.min(NC, p.n() - j);
            for (long s = 0; s < p.k(); s += KC) {
                int kc = (int) Math.min(KC, p.k() - s);
                block.load(p.b(), p.bo() + s * p.brs() + j * p.bcs(), p.brs(), p.bcs(), kc, nc);
                for (long i = from; i < to; i++) {
                    block.row(p.a(), p.ao() + i * p.ars() + s * p.acs(), p.acs(), kc, nc);
                    block.store(p.c(), p.co() + i * p.crs() + j * p.ccs(), p.ccs(), nc, p.add() || s > 0);
                }
            }
        }
    }

    /// A block of B with contiguous rows, and one row of the result.
    private interface Block {
        void load(Storage b, long base, long rowStride, long colStride, int kc, int nc);

        void row(Storage a, long base, long stride, int kc, int nc);

        void store(Storage c, long base, long stride, int nc, boolean add);
    }

    private static final class Ints implements Block {
        private final int[] b;
        private final int[] sum;

        Ints(int room, int width) {
            b = new int[room];
            sum = new int[width];
        }

        @Override
        public void load(Storage from, long base, long rowStride, long colStride, int kc, int nc) {
            for (int s = 0; s < kc; s++) {
                for (int j = 0; j < nc; j++) {
                    b[s * nc + j] = from.getInt(base + s * rowStride + j * colStride);
                }
            }
        }

        @Override
        public void row(Storage a, long base, long stride, int kc, int nc) {
            Arrays.fill(sum, 0, nc, 0);
            for (int s = 0; s < kc; s++) {
                int x = a.getInt(base + s * stride);
                int row = s * nc;
                for (int j = 0; j < nc; j++) {
                    sum[j] += x * b[row + j];
                }
            }
        }

        @Override
        public void store(Storage c, long base, long stride, int nc, boolean add) {
            for (int j = 0; j < nc; j++) {
                long at = base + j * stride;
                c.setInt(at, add ? c.getInt(at) + sum[j] : sum[j]);
            }
        }
    }

    private static final class Longs implements Block {
        private final long[] b;
        private final long[] sum;

        Longs(int room, int width) {
            b = new long[room];
            sum = new long[width];
        }

        @Override
        public void load(Storage from, long base, long rowStride, long colStride, int kc, int nc) {
            for (int s = 0; s < kc; s++) {
                for (int j = 0; j < nc; j++) {
                    b[s * nc + j] = from.getLong(base + s * rowStride + j * colStride);
                }
            }
        }

        @Override
        public void row(Storage a, long base, long stride, int kc, int nc) {
            Arrays.fill(sum, 0, nc, 0);
            for (int s = 0; s < kc; s++) {
                long x = a.getLong(base + s * stride);
                int row = s * nc;
                for (int j = 0; j < nc; j++) {
                    sum[j] += x * b[row + j];
                }
            }
        }

        @Override
        public void store(Storage c, long base, long stride, int nc, boolean add) {
            for (int j = 0; j < nc; j++) {
                long at = base + j * stride;
                c.setLong(at, add ? c.getLong(at) + sum[j] : sum[j]);
            }
        }
    }
}
