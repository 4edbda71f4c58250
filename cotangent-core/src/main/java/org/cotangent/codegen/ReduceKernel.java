package org.cotangent.codegen;

import java.lang.foreign.MemorySegment;

/// A generated loop that combines the results of a lane program, in the order of [org.cotangent.lane.ReductionTree].
///
/// Inputs are as for [Kernel] (an input of masks is touched up to 7 bytes beyond its last); partial results lie in a
/// primitive array of the result's type.
public abstract class ReduceKernel {
    /// For generated classes.
    protected ReduceKernel() {}

    /// Steps 1 and 2 for a chunk of whole rows of W elements from element `from`: its L lanes go to `partial` from
    /// `at`.
    public abstract void rows(Object[] in, long[] single, Object partial, int from, int rows, int at);

    /// The same off the heap; vector kernels only.
    public void rowsOff(MemorySegment[] in, long[] single, Object partial, long from, int rows, int at) {
        throw new UnsupportedOperationException("scalar kernels work on arrays");
    }

    /// Combines, for each of `width` columns from element `from`, `rows` elements that are `stride` apart, into
    /// `partial` from `at`.
    ///
    /// `width` is a multiple of [#lanes()].
    public abstract void columns(Object[] in, long[] single, Object partial, int from, int stride, int rows,
        int width, int at);

    /// The same off the heap; `rows * stride` fits an int; vector kernels only.
    public void columnsOff(MemorySegment[] in, long[] single, Object partial, long from, int stride, int rows,
        int width, int at) {
        throw new UnsupportedOperationException("scalar kernels work on arrays");
    }

    /// Combines elements `to ...` of an array with elements `from ...` of it, `count` of them, in place at `to`.
    public abstract void merge(Object array, int to, int from, int count);

    /// The whole reduction of a row of at most W elements of an array: combines `n` elements from `from`, through
    /// `work` of at least `n` elements, into `work[0]`.
    public abstract void shortRow(Object array, int from, int n, Object work);

    /// Lanes of a vector: 1 for scalar code.
    public abstract int lanes();
}
