package org.cotangent.runtime;

import org.cotangent.op.TriangularSolve;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Factorizations in place of row-major matrices of F32 or F64 cells. Implementations are safe for use by many threads.
interface Factors {
    /// The name of the implementation, such as `lapack`.
    String name();

    /// Puts the Cholesky factor in the place of the lower triangle of the `n` by `n` matrix at cell `at`; what stands
    /// above is not looked at and may be spoiled.
    ///
    /// Returns -1, or the first row whose pivot is not positive; the rows before it are those of the factor.
    long cholesky(Cell cell, Storage a, long at, long n);

    /// Puts the solution in the place of the right-hand sides at cell `xo`: `n` by `m`, or `m` by `n` where the matrix,
    /// `n` by `n` at cell `ao`, stands on the right.
    void solve(TriangularSolve op, Cell cell, Storage a, long ao, Storage x, long xo, long n, long m);
}
