package org.cotangent.runtime;

/// The inner loops of convolutions over `double` that read their operand where it lies; every implementation gives the
/// same bits, in the order of [DoubleKernel#tile].
interface DoubleRows {
    /// Multiplies 12 rows of `a`, which begin at `rows[at]`, `rows[at + 1]`, ... plus `shift` and lie side by side from
    /// there on (`kc` long, not packed), by a packed panel of B and writes, or adds, the tile to `c`.
    void multiply(int width, int kc, double[] a, int[] rows, int at, int shift, double[] b, int bo, double[] c,
                  int co, int ld, boolean add);

    /// Packs `count` runs of 12 cells, `step` apart, one behind the other. Up to [DoubleKernel#LANES] cells are read
    /// and written from the last run on.
    void pack(double[] s, int from, int step, int count, double[] d, int to);
}
