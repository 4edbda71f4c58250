package org.cotangent.codegen;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.lane.ReductionTree;
import org.cotangent.storage.Storage;

/// The input of one reduction and how its chunks reach a kernel: straight, or through scratch where rows are incomplete
/// or the kernel cannot read native memory. One object a thread and task: it holds scratch.
final class ReduceInput {
    private final ReduceKernel kernel;
    private final ReduceKernel scalar;
    private final LaneType type;
    private final long identity;
    private final Object[] array;
    private final MemorySegment[] segment;
    private final boolean direct;
    private Object[] scratch;

    ReduceInput(ReduceKernels kernels, ReduceOp op, LaneType type, Storage in, long work) {
        this.direct = in.array() == null && in.segment().isNative();
        this.kernel = kernels.pick(work, !direct);
        this.scalar = kernels.scalar();
        this.type = type;
        this.identity = op.identity(type);
        this.array = in.array() == null ? null : new Object[] {in.array()};
        this.segment = in.array() == null ? new MemorySegment[] {in.segment()} : null;
    }

    ReduceKernel kernel() {
        return kernel;
    }

    private Object scratch(int length) {
        if (scratch == null || java.lang.reflect.Array.getLength(scratch[0]) < length) {
            scratch = new Object[] {Cells.array(type, length)};
        }
        return scratch[0];
    }

    private void copy(long from, Object to, int at, int count) {
        if (array != null) {
            System.arraycopy(array[0], (int) from, to, at, count);
        } else {
            MemorySegment.copy(segment[0], Cells.layout(type), from << Names.shift(type), to, at, count);
        }
    }

    /// Lanes of the chunk of `count` elements from `from`, into `partial` from `at`.
    void chunk(long from, int count, Object partial, int at) {
        int width = ReductionTree.columns(type);
        boolean whole = count % width == 0;
        if (whole && array != null) {
            kernel.rows(array, null, partial, (int) from, count / width, at);
        } else if (whole && direct && kernel.lanes() > 1) {
            kernel.rowsOff(segment, null, partial, from, count / width, at);
        } else {
            int rows = (count + width - 1) / width;
            var padded = scratch(rows * width);
            copy(from, padded, 0, count);
            fill(padded, count, rows * width);
            kernel.rows(scratch, null, partial, 0, rows, at);
        }
    }

    /// The whole reduction of a row of at most W elements, 1 or more, into `work[0]`.
    void shortRow(long from, int n, Object work) {
        if (array != null) {
            kernel.shortRow(array[0], (int) from, n, work);
        } else {
            copy(from, scratch(n), 0, n);
            kernel.shortRow(scratch[0], 0, n, work);
        }
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

    /// Combines `rows` rows of `width` columns that begin at `from` and lie `stride` apart, into `partial` from `at`.
    void columns(long from, long stride, int rows, int width, Object partial, int at) {
        int whole = width / kernel.lanes() * kernel.lanes();
        if (whole > 0) {
            columns(kernel, from, stride, rows, whole, partial, at);
        }
        if (whole < width) {
            columns(scalar, from + whole, stride, rows, width - whole, partial, at + whole);
        }
    }

    private void columns(ReduceKernel by, long from, long stride, int rows, int width, Object partial, int at) {
        if (array != null) {
            by.columns(array, null, partial, (int) from, (int) stride, rows, width, at);
        } else if (direct && by.lanes() > 1 && stride * rows < Integer.MAX_VALUE) {
            by.columnsOff(segment, null, partial, from, (int) stride, rows, width, at);
        } else {
            var copy = scratch(rows * width);
            for (int r = 0; r < rows; r++) {
                copy(from + r * stride, copy, r * width, width);
            }
            by.columns(scratch, null, partial, 0, width, rows, width, at);
        }
    }
}
