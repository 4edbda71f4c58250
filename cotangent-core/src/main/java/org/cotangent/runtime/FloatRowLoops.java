package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;

/// The loops of products of rows of a native matrix of `float` with vectors; every implementation gives the same bits,
/// those of [FloatDots]. Cells behind the last row may be read, as many as a vector has.
interface FloatRowLoops {
    /// Cells behind the last row that may be read.
    int SLACK = FloatKernel.LANES;

    /// The virtual lanes of the products of rows of `k` cells, from cell `at` on, with `x`: lane l of row i goes to
    /// cell `i * LANES + l` of `lanes`, which has room for four rows more.
    void dots(MemorySegment a, long at, int rows, int k, float[] x, float[] lanes);

    /// Adds `rows` rows (a multiple of [FloatKernel#LANES]) of `m` cells, each times its cell of `r`, to the sums of
    /// their lanes, which begin `pitch` cells apart. What lies behind the sums of `m` columns is spoiled.
    void columns(MemorySegment a, long at, int rows, int m, float[] r, int from, float[] sums, int pitch);
}
