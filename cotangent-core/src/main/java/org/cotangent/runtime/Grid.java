package org.cotangent.runtime;

/// Something done to all pairs of cells of two grids: cell `a + i * a0 + j * a1` of one memory with cell `b + i * b0
/// + j * b1` of another, for `i` below `n0` and `j` below `n1`.
@FunctionalInterface
interface Grid {
    void run(long a, long a0, long a1, long b, long b0, long b1, int n0, int n1);
}
