package org.cotangent.codegen;

import java.util.Arrays;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.lane.ReductionTree;

/// Combines runs of scratch arrays in the order of [ReductionTree]; what a run lacks of whole rows of columns is
/// filled with the identity behind it, so arrays need [#SLACK] cells more than they hold. For one thread.
final class Folder {
    /// Cells behind a run that may be written.
    static final int SLACK = 64;

    private final ReduceKernels kernels;
    private final LaneType type;
    private final long identity;
    private final int width;
    private final int lanes;
    private final int chunk;
    private final Object[] in = new Object[1];
    private Object stack;

    Folder(ReduceOp op, LaneType type) {
        this.kernels = ReduceKernels.of(op, type);
        this.type = type;
        this.identity = op.identity(type);
        this.width = ReductionTree.columns(type);
        this.lanes = ReductionTree.lanes(type);
        this.chunk = ReductionTree.chunk(type);
    }

    /// Has the vector form compiled behind the caller's back.
    void ask() {
        kernels.ask();
    }

    /// Lanes of the chunk of `count` cells from `at`, to `partial` from `slot`.
    void chunk(Object from, int at, int count, Object partial, int slot) {
        int rows = (count + width - 1) / width;
        fill(from, at + count, at + rows * width);
        in[0] = from;
        kernels.pick(count, true).rows(in, null, partial, at, rows, slot);
    }

    /// The combination of `chunks` partial results of [#chunk], to cell 0 of the array that holds them.
    void tree(Object partial, int chunks) {
        var kernel = kernels.scalar();
        for (long step = 1; step < chunks; step *= 2) {
            for (long i = 0; i + step < chunks; i += 2 * step) {
                kernel.merge(partial, (int) i * lanes, (int) (i + step) * lanes, lanes);
            }
        }
        halve(partial);
    }

    private void halve(Object values) {
        var kernel = kernels.scalar();
        for (int half = lanes / 2; half > 0; half /= 2) {
            kernel.merge(values, 0, half, half);
        }
    }

    /// Combines `n` cells from `at` on to cell `slot` of `to`.
    void row(Object from, int at, int n, Object to, int slot) {
        int chunks = Math.max(1, (n + chunk - 1) / chunk);
        int room = Math.max(width, (34 - Integer.numberOfLeadingZeros(chunks)) * lanes);
        if (stack == null || java.lang.reflect.Array.getLength(stack) < room) {
            stack = Cells.array(type, room);
        }
        if (n <= width) {
            kernels.scalar().shortRow(from, at, n, stack);
        } else {
            longRow(from, at, n);
        }
        System.arraycopy(stack, 0, to, slot, 1);
    }

    private void longRow(Object from, int at, int n) {
        var kernel = kernels.scalar();
        int depth = 0;
        int count = 0;
        for (int i = 0; i < n; i += chunk) {
            chunk(from, at + i, Math.min(chunk, n - i), stack, depth++ * lanes);
            for (int c = count++; (c & 1) != 0; c >>= 1) {
                kernel.merge(stack, (depth - 2) * lanes, (depth - 1) * lanes, lanes);
                depth--;
            }
        }
        for (; depth > 1; depth--) {
            kernel.merge(stack, (depth - 2) * lanes, (depth - 1) * lanes, lanes);
        }
        halve(stack);
    }

    private void fill(Object values, int from, int to) {
        switch (values) {
            case float[] a -> Arrays.fill(a, from, to, Float.intBitsToFloat((int) identity));
            case double[] a -> Arrays.fill(a, from, to, Double.longBitsToDouble(identity));
            case int[] a -> Arrays.fill(a, from, to, (int) identity);
            case long[] a -> Arrays.fill(a, from, to, identity);
            default -> throw new IllegalArgumentException(values.getClass().getTypeName());
        }
    }
}
