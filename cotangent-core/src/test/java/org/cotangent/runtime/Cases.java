package org.cotangent.runtime;

import java.util.Random;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// A random product with odd strides, its naive result and the error that it allows; for the tests of this package.
record Cases(Cell cell, long batch, long m, long n, long k, MatrixView a, MatrixView b, MatrixView c, boolean add) {
    static Cases random(Random random, Cell cell, int largest) {
        return of(random, cell, 1 + random.nextInt(3), size(random, largest), size(random, largest),
                size(random, 2 * largest), random.nextBoolean());
    }

    static Cases of(Random random, Cell cell, long batch, long m, long n, long k, boolean add) {
        return new Cases(cell, batch, m, n, k, view(random, cell, batch, m, k, false),
                view(random, cell, batch, k, n, false), view(random, cell, batch, m, n, true), add);
    }

    private static long size(Random random, int largest) {
        return random.nextInt(5) == 0 ? 1 : 1 + random.nextInt(largest);
    }

    /// Row-major, column-major, with gaps, reversed or, for what is only read, broadcast.
    private static MatrixView view(Random random, Cell cell, long batch, long rows, long cols, boolean written) {
        boolean byColumns = random.nextBoolean();
        long step = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
        long inner = byColumns ? rows : cols;
        long outer = byColumns ? cols : rows;
        long ld = inner * step + random.nextInt(3);
        long each = outer * ld + random.nextInt(2);
        long offset = random.nextInt(5);
        Storage s = Storage.allocate(cell, offset + batch * each + 1);
        fill(random, s);
        boolean flip = random.nextInt(4) == 0;
        long rowStride = byColumns ? step : ld;
        long start = flip ? offset + (rows - 1) * rowStride : offset;
        boolean shared = !written && random.nextInt(3) == 0;
        return new MatrixView(s, start, flip ? -rowStride : rowStride, byColumns ? ld : step, shared ? 0 : each);
    }

    static void fill(Random random, Storage s) {
        for (long i = 0; i < s.count(); i++) {
            switch (s.cell()) {
                case F32 -> s.setFloat(i, random.nextFloat() - 0.5f);
                case F64 -> s.setDouble(i, random.nextDouble() - 0.5);
                case I32 -> s.setInt(i, random.nextInt());
                case I64 -> s.setLong(i, random.nextLong());
                default -> throw new AssertionError(s.cell());
            }
        }
    }

    /// The same product into a fresh copy of C.
    Cases fresh() {
        Storage copy = Storage.allocate(cell, c.storage().count());
        copy.segment().copyFrom(c.storage().segment());
        return withC(copy);
    }

    private Cases withC(Storage s) {
        return new Cases(cell, batch, m, n, k, a, b,
                new MatrixView(s, c.offset(), c.rowStride(), c.colStride(), c.batchStride()), add);
    }

    Storage run(Gemm gemm) {
        Cases f = fresh();
        gemm.gemm(cell, batch, m, n, k, a, b, f.c, add);
        return f.c.storage();
    }

    /// The result by three plain loops; cells outside C keep what they held.
    Storage naive() {
        Cases f = fresh();
        for (long s = 0; s < batch; s++) {
            for (long i = 0; i < m; i++) {
                for (long j = 0; j < n; j++) {
                    element(s, i, j, f.c.storage());
                }
            }
        }
        return f.c.storage();
    }

    private void element(long s, long i, long j, Storage to) {
        long at = at(c, s, i, j);
        double sum = 0;
        long wrapped = 0;
        for (long p = 0; p < k; p++) {
            if (cell == Cell.F32 || cell == Cell.F64) {
                sum += number(a.storage(), at(a, s, i, p)) * number(b.storage(), at(b, s, p, j));
            } else {
                wrapped += whole(a.storage(), at(a, s, i, p)) * whole(b.storage(), at(b, s, p, j));
            }
        }
        switch (cell) {
            case F32 -> to.setFloat(at, (float) (add ? to.getFloat(at) + sum : sum));
            case F64 -> to.setDouble(at, add ? to.getDouble(at) + sum : sum);
            case I32 -> to.setInt(at, (int) (add ? to.getInt(at) + wrapped : wrapped));
            case I64 -> to.setLong(at, add ? to.getLong(at) + wrapped : wrapped);
            default -> throw new AssertionError(cell);
        }
    }

    static long at(MatrixView v, long s, long i, long j) {
        return v.offset() + s * v.batchStride() + i * v.rowStride() + j * v.colStride();
    }

    static double number(Storage s, long i) {
        return s.cell() == Cell.F32 ? s.getFloat(i) : s.getDouble(i);
    }

    static long whole(Storage s, long i) {
        return s.cell() == Cell.I32 ? s.getInt(i) : s.getLong(i);
    }

    /// The largest error a product of elements within 1/2 may have.
    double tolerance() {
        double unit = cell == Cell.F32 ? 0x1p-24 : cell == Cell.F64 ? 0x1p-53 : 0;
        return unit * (2 * k + 8);
    }

    @Override
    public String toString() {
        return "%s batch %d m %d n %d k %d add %s a %s b %s c %s".formatted(cell, batch, m, n, k, add, text(a), text(b),
                text(c));
    }

    private static String text(MatrixView v) {
        return "(%d;%d,%d,%d)".formatted(v.offset(), v.batchStride(), v.rowStride(), v.colStride());
    }
}
