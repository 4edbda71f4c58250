package org.cotangent.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Semaphore;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Products of floats by OpenBLAS through the foreign function interface; integers and what BLAS cannot say go to Java.
///
/// Every extent, stride and bound is checked before a call, since the library ends the process at a bad argument. Heap
/// arrays are passed without a copy only in calls that end within about a millisecond, for the collector waits for
/// them; otherwise they, and operands without a unit stride, are copied to aligned native memory.
public final class OpenBlas extends BatchedGemm {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANS = 111;
    private static final int TRANS = 112;
    /// Multiply-adds of a millisecond at 25 GFLOP/s (F32) and 12 GFLOP/s (F64), slower than any processor we know.
    private static final double SHORT_F32 = 12e6;
    private static final double SHORT_F64 = 6e6;
    /// Multiply-adds below which one thread does the whole product.
    private static final double SERIAL_WORK = 1e6;
    /// Multiply-adds up to which the library multiplies operands where they lie instead of packing them first.
    private static final double UNPACKED = 1e6;
    /// Rows or columns up to which packing the other operand is not repaid, and the step in which blocks grow.
    private static final long NARROW = 64;
    private static final long STEP = 16;
    private static final long ALIGNED = 64;
    /// Bytes of scratch that are kept for the next call.
    private static final long KEPT = 64L << 20;

    private final Gemm java;
    private final Semaphore calls = OpenBlasLibrary.CALLS;
    private final Pool<Scratch> pool = new Pool<>(Scratch::new);

    /// Handles are constants, so that calls are compiled.
    private static final class Calls {
        static final MethodHandle SGEMM = OpenBlasLibrary.gemm(false, false);
        static final MethodHandle DGEMM = OpenBlasLibrary.gemm(true, false);
        static final MethodHandle SGEMM_CRITICAL = OpenBlasLibrary.gemm(false, true);
        static final MethodHandle DGEMM_CRITICAL = OpenBlasLibrary.gemm(true, true);
    }

    /// An operand as BLAS wants it: a segment, its first cell and its leading dimension.
    private record Operand(MemorySegment cells, boolean transposed, int ld) {
    }

    /// Native memory for up to three operands; reclaimed with its arena when it can no longer be reached.
    private static final class Scratch {
        private final MemorySegment[] parts = new MemorySegment[3];

        MemorySegment room(int part, long bytes) {
            if (parts[part] == null || parts[part].byteSize() < bytes) {
                parts[part] = Arena.ofAuto().allocate(bytes, ALIGNED);
            }
            return parts[part];
        }

        void trim() {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = parts[i] != null && parts[i].byteSize() > KEPT / parts.length ? null : parts[i];
            }
        }
    }

    /// Products whose work is shared by `split`; `java` serves integers.
    ///
    /// @throws IllegalStateException where [OpenBlasLibrary#provider] is not available
    public OpenBlas(Split split, Gemm java) {
        super(split);
        if (!provider().available()) {
            throw new IllegalStateException(provider().toString());
        }
        this.java = java;
    }

    /// Whether the library can be used here, with version and place, or why not; loads it at first use.
    public static Provider provider() {
        return OpenBlasLibrary.provider();
    }

    /// What serves where the library does not.
    Gemm java() {
        return java;
    }

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    void run(Cell cell, Product product, Split split) {
        boolean fits = Math.max(product.m(), Math.max(product.n(), product.k())) <= Integer.MAX_VALUE;
        if (!fits || cell == Cell.I32 || cell == Cell.I64) {
            ((BatchedGemm) java).run(cell, product, split);
            return;
        }
        Product p = product.ccs() != 1 && product.crs() == 1 ? product.transposed() : product;
        int width = p.work() < SERIAL_WORK ? 1 : split.width();
        boolean byRows = p.m() >= p.n();
        long extent = byRows ? p.m() : p.n();
        long block = block(p, extent, width);
        split.run(0, (extent + block - 1) / block, 1, (from, to) -> {
            for (long i = from; i < to; i++) {
                long first = i * block;
                long last = Math.min(extent, first + block);
                one(cell, byRows ? p.rows(first, last) : p.columns(first, last));
            }
        });
    }

    /// Rows or columns of a call: an equal part for each thread; of narrow products so few that nothing is packed.
    private static long block(Product p, long extent, int width) {
        long even = (extent + width - 1) / width;
        long unpacked = (long) (UNPACKED / (p.work() / extent)) / STEP * STEP;
        if (p.work() <= UNPACKED || Math.min(p.m(), p.n()) > NARROW || unpacked < STEP) {
            return even;
        }
        long blocks = ((extent + unpacked - 1) / unpacked + width - 1) / width * width;
        return Math.max(STEP, ((extent + blocks - 1) / blocks + STEP - 1) / STEP * STEP);
    }

    private void one(Cell cell, Product p) {
        Scratch scratch = pool.take();
        boolean critical = OpenBlasLibrary.PINS && p.work() < (cell == Cell.F32 ? SHORT_F32 : SHORT_F64);
        Operand a = read(p.a(), p.ao(), p.ars(), p.acs(), p.m(), p.k(), critical, scratch, 0);
        Operand b = read(p.b(), p.bo(), p.brs(), p.bcs(), p.k(), p.n(), critical, scratch, 1);
        boolean direct = usable(p.c(), critical) && p.ccs() == 1 && leading(p.crs(), p.m(), p.n());
        Operand c = direct || !p.add() ? null : packed(p.c(), p.co(), p.crs(), p.ccs(), p.m(), p.n(), scratch, 2);
        if (direct) {
            c = new Operand(slice(p.c(), p.co()), false, ld(p.crs(), p.m(), p.n()));
        } else if (c == null) {
            c = new Operand(scratch.room(2, bytes(cell, p.m(), p.n())), false, (int) p.n());
        }
        calls.acquireUninterruptibly();
        try {
            call(cell, critical, p, a, b, c);
        } finally {
            calls.release();
        }
        if (!direct) {
            MatrixCopies.copy(c.cells, 0, p.n(), 1, cell, p.m(), p.n(), p.c().segment(), p.co(), p.crs(), p.ccs());
        }
        scratch.trim();
        pool.give(scratch);
    }

    private static Operand read(Storage s, long offset, long rowStride, long colStride, long rows, long cols,
                                boolean critical, Scratch scratch, int part) {
        if (usable(s, critical)) {
            if (colStride == 1 && leading(rowStride, rows, cols)) {
                return new Operand(slice(s, offset), false, ld(rowStride, rows, cols));
            }
            if (rowStride == 1 && leading(colStride, cols, rows)) {
                return new Operand(slice(s, offset), true, ld(colStride, cols, rows));
            }
        }
        return packed(s, offset, rowStride, colStride, rows, cols, scratch, part);
    }

    /// A copy without gaps, which keeps the nearer of the two orders.
    private static Operand packed(Storage s, long offset, long rowStride, long colStride, long rows, long cols,
                                  Scratch scratch, int part) {
        MemorySegment to = scratch.room(part, bytes(s.cell(), rows, cols));
        boolean turned = part < 2 && Math.abs(rowStride) < Math.abs(colStride) && rows > 1;
        if (turned) {
            MatrixCopies.copy(s.segment(), offset, colStride, rowStride, s.cell(), cols, rows, to, 0, rows, 1);
            return new Operand(to, true, (int) rows);
        }
        MatrixCopies.copy(s.segment(), offset, rowStride, colStride, s.cell(), rows, cols, to, 0, cols, 1);
        return new Operand(to, false, (int) cols);
    }

    /// Whether BLAS may be given the cells where they lie.
    private static boolean usable(Storage s, boolean critical) {
        MemorySegment cells = s.segment();
        return (cells.isNative() || critical && !cells.isReadOnly()) && cells.address() % s.cell().bytes() == 0;
    }

    private static boolean leading(long stride, long rows, long cols) {
        return rows == 1 || stride >= cols && stride <= Integer.MAX_VALUE;
    }

    private static int ld(long stride, long rows, long cols) {
        return (int) (rows == 1 ? cols : stride);
    }

    private static MemorySegment slice(Storage s, long offset) {
        return s.segment().asSlice(Math.multiplyExact(offset, s.cell().bytes()));
    }

    private static long bytes(Cell cell, long rows, long cols) {
        return Math.multiplyExact(Math.multiplyExact(rows, cols), cell.bytes());
    }

    private static void call(Cell cell, boolean critical, Product p, Operand a, Operand b, Operand c) {
        int ta = a.transposed ? TRANS : NO_TRANS;
        int tb = b.transposed ? TRANS : NO_TRANS;
        int m = (int) p.m();
        int n = (int) p.n();
        int k = (int) p.k();
        float f = p.add() ? 1 : 0;
        double d = f;
        try {
            if (cell == Cell.F32 && critical) {
                Calls.SGEMM_CRITICAL.invokeExact(ROW_MAJOR, ta, tb, m, n, k, 1f, a.cells, a.ld, b.cells, b.ld, f,
                        c.cells, c.ld);
            } else if (cell == Cell.F32) {
                Calls.SGEMM.invokeExact(ROW_MAJOR, ta, tb, m, n, k, 1f, a.cells, a.ld, b.cells, b.ld, f, c.cells, c.ld);
            } else if (critical) {
                Calls.DGEMM_CRITICAL.invokeExact(ROW_MAJOR, ta, tb, m, n, k, 1d, a.cells, a.ld, b.cells, b.ld, d,
                        c.cells, c.ld);
            } else {
                Calls.DGEMM.invokeExact(ROW_MAJOR, ta, tb, m, n, k, 1d, a.cells, a.ld, b.cells, b.ld, d, c.cells, c.ld);
            }
        } catch (Throwable e) {
            throw OpenBlasLibrary.failed(e);
        }
    }
}
