package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;

/// The loops of products of rows of a native matrix of `float` with vectors; every implementation gives the same bits,
/// those of [FloatDots].
interface FloatRowLoops {
    /// The virtual lanes of the products of rows `i` of `rows`, of `k` cells (a multiple of [FloatKernel#LANES]) and
    /// `ld` cells apart, from cell `at` on: lane l of row i goes to cell `i * LANES + l` of `lanes`. At most eight rows.
    void dots(MemorySegment a, long at, int ld, int rows, int k, float[] x, float[] lanes);

    /// Adds `rows` rows (a multiple of [FloatKernel#LANES]) of `m` cells, `ld` apart, each times its cell of `r`, to the
    /// sums of their lanes, which begin `pitch` cells apart.
    void columns(MemorySegment a, long at, int ld, int rows, int m, float[] r, int from, float[] sums, int pitch);

    /// How many of `m` columns [#columns] serves, from the first on.
    int served(int m);
}
