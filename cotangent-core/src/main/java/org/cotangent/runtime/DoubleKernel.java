package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;

/// The inner loops of products over `double`; every implementation gives the same bits.
///
/// The order of summation is part of the meaning. In a tile each element is a chain of fused multiply-adds over one
/// panel of k, begun at 0. In a dot product element p goes to the virtual lane p mod [#LANES] by a fused multiply-add.
interface DoubleKernel {
    /// Virtual lanes of a dot product: 64 bytes.
    int LANES = 64 / Double.BYTES;

    /// Columns of the next packed panel of B when `remaining` columns are left; at most [#MAX_WIDTH].
    int panelWidth(long remaining);

    /// The most columns that a panel may have.
    int MAX_WIDTH = 256;

    /// Whether [#tile] may write a whole tile straight into the result.
    boolean direct();

    /// Multiplies a packed panel of A (`rows` of 4 or 12, `kc` long) by one of B (`width` columns) and writes, or adds,
    /// the tile to `c` from `co` on, with `ld` cells from row to row; adding needs [#direct].
    void tile(int rows, int width, int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
              boolean add);

    /// Writes, or adds, a whole tile without gaps to native memory from byte `at` on; needs [#direct].
    void store(double[] tile, int rows, int width, MemorySegment c, long at, long rowBytes, boolean add);

    /// How many rows [#dots] takes at once.
    int dotRows();

    /// Adds the products of `rows` rows of `a` (`lda` cells apart, at most [#dotRows]) with `x` to their virtual lanes.
    /// `k` is a multiple of [#LANES]; `lanes` holds [#dotRows] groups of [#LANES]; those of absent rows are spoiled.
    void dots(int rows, int k, double[] a, int ao, int lda, double[] x, int xo, double[] lanes, int lo);

    /// The loops over rows that are not packed.
    DoubleRows rows();
}
