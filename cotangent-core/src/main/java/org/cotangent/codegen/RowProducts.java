package org.cotangent.codegen;

import org.cotangent.storage.Storage;

/// Products of some rows of a matrix, which lie one behind the other, with vectors: the parts of a [FusedLoop] that
/// read a matrix block by block. The runtime has them, with the bits of its own products.
public interface RowProducts {
    /// Rows that one partial sum of [#columns] takes; part of the meaning.
    int PANEL = 1024;

    /// Rows that follow each other in the sums of [#columns]: row r of a panel goes to sum `r % lanes()` of a column.
    int lanes();

    /// The products of `rows` rows of `k` cells, from cell `at` of the matrix on, with the array `x` (which goes on
    /// with [#lanes] cells or more), to the array `out` from `to` on. `lanes` has room for [#lanes] cells a row, and
    /// for four rows more.
    void dots(Storage matrix, long at, int rows, int k, Object x, Object lanes, Object out, int to);

    /// Adds `rows` rows of `m` cells, each times a cell of `r` from `from` on, to the sums of their columns: those of
    /// lane l begin at `l * pitch` of `sums`. The first row belongs to lane 0.
    void columns(Storage matrix, long at, int rows, int m, Object r, int from, Object sums, int pitch);

    /// The lanes of sums of columns as one sum of each column, to `partial` from `slot` on; the sums are zero then.
    void finish(Object sums, int pitch, int m, Object partial, int slot);

    /// Adds the `panels` partial sums of columns one after the other to the first.
    void join(Object partial, int pitch, int m, int panels);

    /// Compiles its loops where they have not been; returns when they are fast.
    void prepare();
}
