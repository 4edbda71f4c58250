package org.cotangent.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Objects;
import org.cotangent.op.TriangularSolve;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Factorizations by the LAPACK and BLAS of the OpenBLAS library, one thread a matrix.
///
/// Extents, bounds and alignment are checked before a call. LAPACK reads matrices by columns: the lower triangle of a
/// row-major matrix is the upper triangle of its transpose, so nothing is turned round.
final class Lapack implements Factors {
    private static final int ROW_MAJOR = 101;
    private static final int COLUMN_MAJOR = 102;
    private static final byte UPPER = 'U';
    /// Multiply-adds up to which the collector may be kept waiting.
    private static final double SHORT = 2e6;

    private final Factors java;

    /// Handles are constants, so that calls are compiled.
    private static final class Calls {
        static final MethodHandle SPOTRF = OpenBlasLibrary.potrf(false, false);
        static final MethodHandle DPOTRF = OpenBlasLibrary.potrf(true, false);
        static final MethodHandle SPOTRF_CRITICAL = OpenBlasLibrary.potrf(false, true);
        static final MethodHandle DPOTRF_CRITICAL = OpenBlasLibrary.potrf(true, true);
        static final MethodHandle STRSM = OpenBlasLibrary.trsm(false, false);
        static final MethodHandle DTRSM = OpenBlasLibrary.trsm(true, false);
        static final MethodHandle STRSM_CRITICAL = OpenBlasLibrary.trsm(false, true);
        static final MethodHandle DTRSM_CRITICAL = OpenBlasLibrary.trsm(true, true);
    }

    /// Factorizations by the library; what it cannot say goes to `java`.
    ///
    /// @throws IllegalStateException where [OpenBlasLibrary#provider] is not available
    Lapack(Factors java) {
        if (!OpenBlasLibrary.provider().available()) {
            throw new IllegalStateException(OpenBlasLibrary.provider().toString());
        }
        this.java = java;
    }

    @Override
    public String name() {
        return "lapack";
    }

    @Override
    public long cholesky(Cell cell, Storage a, long at, long n) {
        checkCell(cell, a);
        MemorySegment own = part(a, at, n, n);
        if (n == 0 || n > Integer.MAX_VALUE) {
            return n == 0 ? -1 : java.cholesky(cell, a, at, n);
        }
        boolean critical = critical((double) n * n * n / 3);
        long failed;
        try (var arena = Arena.ofConfined()) {
            var cells = usable(own, cell, critical) ? own : copied(own, arena);
            failed = potrf(cell, critical, (int) n, cells) - 1L;
            if (cells != own) {
                own.copyFrom(cells);
            }
        }
        Reference.reachabilityFence(a);
        return failed >= 0 ? failed : notPositive(cell, a, at, n);
    }

    /// The first row whose diagonal element is NaN, which the library lets pass, or -1.
    private static long notPositive(Cell cell, Storage a, long at, long n) {
        for (long i = 0; i < n; i++) {
            long d = at + i * n + i;
            if (!(cell == Cell.F64 ? a.getDouble(d) > 0 : a.getFloat(d) > 0)) {
                return i;
            }
        }
        return -1;
    }

    private static int potrf(Cell cell, boolean critical, int n, MemorySegment a) {
        OpenBlasLibrary.CALLS.acquireUninterruptibly();
        try {
            int info = cell == Cell.F64
                    ? critical ? (int) Calls.DPOTRF_CRITICAL.invokeExact(COLUMN_MAJOR, UPPER, n, a, n)
                    : (int) Calls.DPOTRF.invokeExact(COLUMN_MAJOR, UPPER, n, a, n)
                    : critical ? (int) Calls.SPOTRF_CRITICAL.invokeExact(COLUMN_MAJOR, UPPER, n, a, n)
                    : (int) Calls.SPOTRF.invokeExact(COLUMN_MAJOR, UPPER, n, a, n);
            if (info < 0) {
                throw new IllegalStateException("potrf refuses its argument " + -info);
            }
            return info;
        } catch (Throwable e) {
            throw OpenBlasLibrary.failed(e);
        } finally {
            OpenBlasLibrary.CALLS.release();
        }
    }

    @Override
    public void solve(TriangularSolve op, Cell cell, Storage a, long ao, Storage x, long xo, long n, long m) {
        checkCell(cell, a);
        checkCell(cell, x);
        MemorySegment matrix = part(a, ao, n, n);
        MemorySegment own = part(x, xo, n, m);
        if (Math.max(n, m) > Integer.MAX_VALUE) {
            java.solve(op, cell, a, ao, x, xo, n, m);
        } else if (n > 0 && m > 0) {
            boolean critical = critical((double) n * n * m);
            try (var arena = Arena.ofConfined()) {
                var left = usable(matrix, cell, critical) ? matrix : copied(matrix, arena);
                var cells = usable(own, cell, critical) ? own : copied(own, arena);
                trsm(op, cell, critical, (int) n, (int) m, left, cells);
                if (cells != own) {
                    own.copyFrom(cells);
                }
            }
        }
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(x);
    }

    private static void trsm(TriangularSolve op, Cell cell, boolean critical, int n, int m, MemorySegment a,
            MemorySegment x) {
        int side = op.left() ? 141 : 142;
        int part = op.lower() ? 122 : 121;
        int turn = op.transposed() ? 112 : 111;
        int diagonal = op.unit() ? 132 : 131;
        int rows = op.left() ? n : m;
        int columns = op.left() ? m : n;
        OpenBlasLibrary.CALLS.acquireUninterruptibly();
        try {
            if (cell == Cell.F64 && critical) {
                Calls.DTRSM_CRITICAL.invokeExact(ROW_MAJOR, side, part, turn, diagonal, rows, columns, 1d, a, n, x,
                        columns);
            } else if (cell == Cell.F64) {
                Calls.DTRSM.invokeExact(ROW_MAJOR, side, part, turn, diagonal, rows, columns, 1d, a, n, x, columns);
            } else if (critical) {
                Calls.STRSM_CRITICAL.invokeExact(ROW_MAJOR, side, part, turn, diagonal, rows, columns, 1f, a, n, x,
                        columns);
            } else {
                Calls.STRSM.invokeExact(ROW_MAJOR, side, part, turn, diagonal, rows, columns, 1f, a, n, x, columns);
            }
        } catch (Throwable e) {
            throw OpenBlasLibrary.failed(e);
        } finally {
            OpenBlasLibrary.CALLS.release();
        }
    }

    private static void checkCell(Cell cell, Storage s) {
        if (cell != Cell.F32 && cell != Cell.F64 || s.cell() != cell) {
            throw new IllegalArgumentException("factorizations of F32 and F64 cells only, not " + s.cell());
        }
    }

    /// The cells of a matrix without gaps; IndexOutOfBoundsException where it leaves the storage.
    private static MemorySegment part(Storage s, long at, long rows, long columns) {
        long size = s.cell().bytes();
        long cells = Math.multiplyExact(rows, columns);
        Objects.checkFromIndexSize(at, cells, s.count());
        return s.segment().asSlice(at * size, cells * size);
    }

    private static boolean critical(double work) {
        return OpenBlasLibrary.PINS && work < SHORT;
    }

    /// Whether the library may be given the cells where they lie.
    private static boolean usable(MemorySegment cells, Cell cell, boolean critical) {
        return (cells.isNative() || critical && !cells.isReadOnly()) && cells.address() % cell.bytes() == 0;
    }

    private static MemorySegment copied(MemorySegment cells, Arena arena) {
        return arena.allocate(cells.byteSize(), 64).copyFrom(cells);
    }
}
