package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;

/// The loops of products of rows of a native matrix of `double` with vectors; every implementation gives the same bits,
/// those of [DoubleDots].
interface DoubleRowLoops {
    /// The virtual lanes of the products of rows `i` of `rows`, of `k` cells (a multiple of [DoubleKernel#LANES]) and
    /// `ld` cells apart, from cell `at` on: lane l of row i goes to cell `i * LANES + l` of `lanes`. At most eight rows.
    void dots(MemorySegment a, long at, int ld, int rows, int k, double[] x, double[] lanes);

    /// Adds `rows` rows (a multiple of [DoubleKernel#LANES]) of `m` cells, `ld` apart, each times its cell of `r`, to the
    /// sums of their lanes, which begin `pitch` cells apart.
    void columns(MemorySegment a, long at, int ld, int rows, int m, double[] r, int from, double[] sums, int pitch);

    /// How many of `m` columns [#columns] serves, from the first on.
    int served(int m);
}
