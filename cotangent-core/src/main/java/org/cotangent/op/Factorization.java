package org.cotangent.op;

import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.ShapeException;
import org.cotangent.core.TensorType;

/// Factorizations of matrices, and what is solved with triangular ones; over the last two axes, for every index of the
/// leading axes.
public sealed interface Factorization extends General permits Cholesky, TriangularSolve {
    /// Number of matrices: the product of the sizes of the leading axes.
    static long matrices(TensorType t) {
        return WindowLayout.product(t.shape().sizes(), 0, t.rank() - 2);
    }

    /// Refuses what is no batch of square matrices of floats.
    static void checkSquare(String asked, TensorType a) {
        if (a.dtype() != DType.FLOAT32 && a.dtype() != DType.FLOAT64) {
            throw new DTypeException(asked, a.toString(), "convert to f32 or f64 first");
        }
        if (a.rank() < 2 || a.shape().size(-1) != a.shape().size(-2)) {
            throw new ShapeException(asked, a.toString(), "give square matrices along the last two axes");
        }
    }
}
