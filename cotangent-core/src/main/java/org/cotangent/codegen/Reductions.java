package org.cotangent.codegen;

import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.lane.ReductionTree;
import org.cotangent.storage.Storage;

/// Reductions over the middle axis of `[outer, n, inner]`, in the one order of [ReductionTree], on any number of
/// threads.
public final class Reductions {
    /// Elements that make a piece worth a thread.
    private static final long PIECE = 1 << 17;
    /// Columns that are reduced side by side.
    private static final int TILE = 512;
    /// With fewer independent results than this, the reduced axis itself is spread over threads.
    private static final int FEW = 8;

    private final ReduceOp op;
    private final LaneType type;
    private final ReduceKernels kernels;
    private final Storage in;
    private final Storage out;
    private final long n;
    private final long inner;
    private final Split split;

    private Reductions(ReduceOp op, LaneType type, Storage in, Storage out, long n, long inner, Split split) {
        this.op = op;
        this.type = type;
        this.kernels = ReduceKernels.of(op, type);
        this.in = in;
        this.out = out;
        this.n = n;
        this.inner = inner;
        this.split = split;
    }

    /// Reduces `in` of `outer * n * inner` cells to `out` of `outer * inner` cells; masks (AND, OR) lie in bytes 0 and
    /// 1.
    public static void run(ReduceOp op, LaneType type, Storage in, Storage out, long outer, long n, long inner,
        Split split) {
        check(op, type, in, out, outer, n, inner);
        if (outer == 0 || inner == 0) {
            return;
        }
        if (type == LaneType.MASK) {
            MaskReductions.run(op, in, out, outer, n, inner, split);
            return;
        }
        var task = new Reductions(op, type, in, out, n, inner, split);
        if (inner == 1) {
            task.rows(outer);
        } else {
            task.columns(outer);
        }
    }

    private static void check(ReduceOp op, LaneType type, Storage in, Storage out, long outer, long n, long inner) {
        if (!op.takes(type)) {
            throw new IllegalArgumentException(op + " does not take " + type);
        }
        long cells = Math.multiplyExact(outer, inner);
        long all = Math.multiplyExact(cells, n);
        if (outer < 0 || n < 0 || inner < 0 || in.cell() != Cells.of(type) || out.cell() != Cells.of(type)
                || in.count() < all || out.count() < cells) {
            throw new IllegalArgumentException(op + " of " + type + " over [" + outer + ", " + n + ", " + inner
                + "]: got "
                + in.count() + " cells of " + in.cell() + " and a result of " + out.count() + " of " + out.cell());
        }
    }

    private ReduceInput input(long work) {
        return new ReduceInput(kernels, op, type, in, work);
    }

    private void rows(long outer) {
        long chunks = Math.max(1, Math.ceilDiv(n, (long) ReductionTree.chunk(type)));
        if (outer < FEW && n > 2 * PIECE && chunks * ReductionTree.lanes(type) < Integer.MAX_VALUE) {
            for (long o = 0; o < outer; o++) {
                spreadRow(o, (int) chunks);
            }
            return;
        }
        split.run(outer, Math.max(1, PIECE / Math.max(1, n)), (from, to) -> {
            var input = input((to - from) * n);
            var stack = Cells.array(type, (64 - Long.numberOfLeadingZeros(chunks) + 4) * ReductionTree.lanes(type));
            for (long o = from; o < to; o++) {
                if (n > 0 && n <= ReductionTree.columns(type)) {
                    input.shortRow(o * n, (int) n, stack);
                    Cells.set(out, type, o, first(stack));
                } else {
                    row(input, o, stack);
                }
            }
        });
    }

    // A stack of lanes holds one finished subtree a level, as a binary counter does.
    private void row(ReduceInput input, long o, Object stack) {
        int chunk = ReductionTree.chunk(type);
        int lanes = ReductionTree.lanes(type);
        var kernel = input.kernel();
        int depth = 0;
        long count = 0;
        for (long i = 0; i == 0 || i < n; i += chunk) {
            input.chunk(o * n + i, (int) Math.min(chunk, n - i), stack, depth++ * lanes);
            for (long c = count++; (c & 1) != 0; c >>= 1) {
                kernel.merge(stack, (depth - 2) * lanes, (depth - 1) * lanes, lanes);
                depth--;
            }
        }
        for (; depth > 1; depth--) {
            kernel.merge(stack, (depth - 2) * lanes, (depth - 1) * lanes, lanes);
        }
        halve(kernel, stack, o);
    }

    private void halve(ReduceKernel kernel, Object lanes, long o) {
        for (int half = ReductionTree.lanes(type) / 2; half > 0; half /= 2) {
            kernel.merge(lanes, 0, half, half);
        }
        Cells.set(out, type, o, first(lanes));
    }

    static long first(Object values) {
        return switch (values) {
            case float[] a -> Float.floatToRawIntBits(a[0]);
            case double[] a -> Double.doubleToRawLongBits(a[0]);
            case int[] a -> a[0];
            case long[] a -> a[0];
            default -> throw new IllegalArgumentException(values.getClass().getTypeName());
        };
    }

    private void spreadRow(long o, int chunks) {
        int chunk = ReductionTree.chunk(type);
        int lanes = ReductionTree.lanes(type);
        var partial = Cells.array(type, chunks * lanes);
        split.run(chunks, PIECE / chunk, (from, to) -> {
            var input = input((to - from) * chunk);
            for (long c = from; c < to; c++) {
                input.chunk(o * n + c * chunk, (int) Math.min(chunk, n - c * chunk), partial, (int) c * lanes);
            }
        });
        halve(tree(partial, chunks, lanes), partial, o);
    }

    private ReduceKernel tree(Object partial, int chunks, int width) {
        var kernel = kernels.scalar();
        for (long step = 1; step < chunks; step *= 2) {
            for (long i = 0; i + step < chunks; i += 2 * step) {
                kernel.merge(partial, (int) i * width, (int) (i + step) * width, width);
            }
        }
        return kernel;
    }

    private void columns(long outer) {
        long tiles = Math.ceilDiv(inner, (long) TILE);
        long pieces = Math.multiplyExact(outer, tiles);
        long chunks = Math.max(1, Math.ceilDiv(n, (long) ReductionTree.ROWS));
        if (pieces < FEW && n * Math.min(inner, TILE) > 2 * PIECE && chunks * TILE < Integer.MAX_VALUE) {
            for (long p = 0; p < pieces; p++) {
                spreadColumns(p / tiles, p % tiles * TILE, (int) chunks);
            }
            return;
        }
        split.run(pieces, Math.max(1, PIECE / Math.max(1, n * Math.min(inner, TILE))), (from, to) -> {
            var input = input((to - from) * n * Math.min(inner, TILE));
            int width = (int) Math.min(inner, TILE);
            var stack = Cells.array(type, (64 - Long.numberOfLeadingZeros(chunks) + 1) * width);
            for (long p = from; p < to; p++) {
                tile(input, p / tiles, p % tiles * TILE, stack);
            }
        });
    }

    private int width(long column) {
        return (int) Math.min(TILE, inner - column);
    }

    private void tile(ReduceInput input, long o, long column, Object stack) {
        int width = width(column);
        var kernel = input.kernel();
        int depth = 0;
        long count = 0;
        for (long i = 0; i == 0 || i < n; i += ReductionTree.ROWS) {
            input.columns((o * n + i) * inner + column, inner, (int) Math.min(ReductionTree.ROWS, n - i), width, stack,
                depth++ * width);
            for (long c = count++; (c & 1) != 0; c >>= 1) {
                kernel.merge(stack, (depth - 2) * width, (depth - 1) * width, width);
                depth--;
            }
        }
        for (; depth > 1; depth--) {
            kernel.merge(stack, (depth - 2) * width, (depth - 1) * width, width);
        }
        Cells.store(out, type, o * inner + column, stack, width);
    }

    private void spreadColumns(long o, long column, int chunks) {
        int width = width(column);
        var partial = Cells.array(type, chunks * width);
        split.run(chunks, Math.max(1, PIECE / ReductionTree.ROWS / width), (from, to) -> {
            var input = input((to - from) * ReductionTree.ROWS * width);
            for (long c = from; c < to; c++) {
                long i = c * ReductionTree.ROWS;
                input.columns((o * n + i) * inner + column, inner, (int) Math.min(ReductionTree.ROWS, n - i), width,
                    partial, (int) c * width);
            }
        });
        tree(partial, chunks, width);
        Cells.store(out, type, o * inner + column, partial, width);
    }
}
