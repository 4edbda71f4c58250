package org.cotangent.runtime;

import org.cotangent.op.TriangularSolve;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Factorizations in Java: blocks of rows whose bulk is a matrix product, and within a block plain loops over the
/// columns, in double precision, which are compiled to vectors.
///
/// The bits depend on the cells and extents alone, not on threads: columns do not meet.
final class JavaFactors implements Factors {
    /// Rows of a block. Part of the meaning: another number gives other bits.
    static final int BLOCK = 64;
    /// Columns that are solved at once.
    private static final int TILE = 128;

    private final Gemm gemm;
    private final Split split;
    private final Pool<Scratch> pool = new Pool<>(Scratch::new);

    /// A triangular block, a tile of right-hand sides, and cells for a strip of the matrix with other signs.
    private static final class Scratch {
        final Rows triangle = new Rows();
        final Rows tile = new Rows();
        Storage strip;

        Storage strip(Cell cell, long count) {
            if (strip == null || strip.cell() != cell || strip.count() < count) {
                int n = Math.toIntExact(count);
                strip = cell == Cell.F64 ? Storage.ofArray(new double[n]) : Storage.ofArray(new float[n]);
            }
            return strip;
        }
    }

    /// A lower triangular matrix and right-hand sides, however they lie: rows and columns may run backwards.
    private record Lower(Cell cell, Storage a, long ao, long ars, long acs, boolean unit, Storage x, long xo, long xrs,
            long xcs, long m) {
        Lower columns(long from, long to) {
            return new Lower(cell, a, ao, ars, acs, unit, x, xo + from * xcs, xrs, xcs, to - from);
        }
    }

    JavaFactors(Gemm gemm, Split split) {
        this.gemm = gemm;
        this.split = split;
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public long cholesky(Cell cell, Storage a, long at, long n) {
        for (long j = 0; j < n; j += BLOCK) {
            int width = (int) Math.min(BLOCK, n - j);
            long corner = at + j * n + j;
            if (j > 0) {
                update(cell, a, at + j * n, n, 1, (int) Math.min(width, n - j), j,
                        new MatrixView(a, at + j * n, 1, n, 0), n - j, new MatrixView(a, corner, 1, n, 0));
            }
            int failed = corner(cell, a, corner, n, width);
            if (failed >= 0) {
                return j + failed;
            }
            if (j + width < n) {
                long below = corner + width * n;
                tiles(new Lower(cell, a, corner, n, 1, false, a, below, 1, n, n - j - width), width);
            }
        }
        return -1;
    }

    /// Factors a block on the diagonal; the first row whose pivot is not positive, or -1.
    private int corner(Cell cell, Storage a, long at, long n, int width) {
        Scratch own = pool.take();
        // Row k is column k of the factor.
        double[][] l = own.triangle.read(cell, a, at, 1, n, width, width);
        double[] row = new double[width];
        int failed = -1;
        for (int j = 0; j < width && failed < 0; j++) {
            for (int k = 0; k < j; k++) {
                row[k] = l[k][j];
            }
            TriangularLoops.less(row, l, j, l[j], j, width);
            double pivot = l[j][j];
            failed = pivot > 0 ? -1 : j;
            TriangularLoops.divide(l[j], Math.sqrt(pivot), j, width);
        }
        own.triangle.write(cell, a, at, 1, n, width, width);
        pool.give(own);
        return failed;
    }

    @Override
    public void solve(TriangularSolve op, Cell cell, Storage a, long ao, Storage x, long xo, long n, long m) {
        boolean turned = op.transposed() == op.left();
        boolean down = op.lower() != turned;
        long ars = turned ? 1 : n;
        long acs = turned ? n : 1;
        long xrs = op.left() ? m : 1;
        long xcs = op.left() ? 1 : n;
        solve(down ? new Lower(cell, a, ao, ars, acs, op.unit(), x, xo, xrs, xcs, m)
                : new Lower(cell, a, ao + (n - 1) * (ars + acs), -ars, -acs, op.unit(), x, xo + (n - 1) * xrs, -xrs,
                        xcs, m), n);
    }

    private void solve(Lower s, long n) {
        for (long j = 0; j < n && s.m() > 0; j += BLOCK) {
            int width = (int) Math.min(BLOCK, n - j);
            long row = s.xo() + j * s.xrs();
            if (j > 0) {
                update(s.cell(), s.a(), s.ao() + j * s.ars(), s.ars(), s.acs(), width, j,
                        new MatrixView(s.x(), s.xo(), s.xrs(), s.xcs(), 0), s.m(),
                        new MatrixView(s.x(), row, s.xrs(), s.xcs(), 0));
            }
            tiles(new Lower(s.cell(), s.a(), s.ao() + j * (s.ars() + s.acs()), s.ars(), s.acs(), s.unit(), s.x(), row,
                    s.xrs(), s.xcs(), s.m()), width);
        }
    }

    /// Takes a strip of the matrix, `rows` by `k`, times `b`, `k` by `m`, off `c`.
    private void update(Cell cell, Storage a, long at, long rs, long cs, int rows, long k, MatrixView b, long m,
            MatrixView c) {
        Scratch own = pool.take();
        Storage strip = own.strip(cell, rows * k);
        for (long p = 0; p < k; p += BLOCK) {
            int width = (int) Math.min(BLOCK, k - p);
            double[][] block = own.triangle.read(cell, a, at + p * cs, rs, cs, rows, width);
            for (int i = 0; i < rows; i++) {
                TriangularLoops.negate(block[i], width);
            }
            own.triangle.write(cell, strip, p, k, 1, rows, width);
        }
        gemm.gemm(cell, 1, rows, m, k, new MatrixView(strip, 0, k, 1, 0), b, c, true);
        pool.give(own);
    }

    /// Solves with one block of rows, tile by tile.
    private void tiles(Lower s, int rows) {
        long count = Math.ceilDiv(s.m(), (long) TILE);
        split.run(0, count, 1, (from, to) -> {
            Scratch own = pool.take();
            double[][] t = own.triangle.read(s.cell(), s.a(), s.ao(), s.ars(), s.acs(), rows, rows);
            for (long i = from; i < to; i++) {
                Lower part = s.columns(i * TILE, Math.min(s.m(), (i + 1) * TILE));
                int width = (int) part.m();
                double[][] x = own.tile.read(s.cell(), s.x(), part.xo(), s.xrs(), s.xcs(), rows, width);
                TriangularLoops.solve(t, x, rows, width, s.unit());
                own.tile.write(s.cell(), s.x(), part.xo(), s.xrs(), s.xcs(), rows, width);
            }
            pool.give(own);
        });
    }
}
