package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;

/// The loops of products of rows of a native matrix of `double` with vectors; every implementation gives the same bits,
/// those of [DoubleDots]. Cells behind the last row may be read, as many as a vector has.
interface DoubleRowLoops {
    /// Cells behind the last row that may be read.
    int SLACK = DoubleKernel.LANES;

    /// The virtual lanes of the products of rows of `k` cells, from cell `at` on, with `x`: lane l of row i goes to
    /// cell `i * LANES + l` of `lanes`, which has room for four rows more.
    void dots(MemorySegment a, long at, int rows, int k, double[] x, double[] lanes);

    /// Adds `rows` rows (a multiple of [DoubleKernel#LANES]) of `m` cells, each times its cell of `r`, to the sums of
    /// their lanes, which begin `pitch` cells apart. What lies behind the sums of `m` columns is spoiled.
    void columns(MemorySegment a, long at, int rows, int m, double[] r, int from, double[] sums, int pitch);
}
