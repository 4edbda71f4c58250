package org.cotangent.runtime;

import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Products of matrices: C = A B, or C = C + A B, for a batch of matrices that may be strided in any way.
///
/// A is [m, k], B [k, n] and C [m, n], each repeated `batch` times. Cells are F32, F64, I32 or I64; integers wrap.
/// NaN and infinities follow IEEE 754: no zero is skipped. With k = 0 the product is all zeros.
/// C must not share cells with A or B. Implementations are safe for use by many threads.
public interface Gemm {
    /// The name of the implementation, such as `openblas`.
    String name();

    /// C = A B, or C = C + A B where `add` is set.
    ///
    /// @throws IllegalArgumentException  for a negative extent, a cell of another kind, or a C that overlaps itself
    /// @throws IndexOutOfBoundsException where a view leaves its storage
    void gemm(Cell cell, long batch, long m, long n, long k, MatrixView a, MatrixView b, MatrixView c, boolean add);

    /// One row-major product without gaps: C[m,n] = A[m,k] B[k,n].
    default void gemm(Cell cell, long m, long n, long k, Storage a,
                      Storage b, Storage c) {
        gemm(cell, 1, m, n, k, MatrixView.rowMajor(a, k), MatrixView.rowMajor(b, n), MatrixView.rowMajor(c, n), false);
    }
}
