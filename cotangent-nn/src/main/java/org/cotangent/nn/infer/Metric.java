package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The units of a sampler: with covariance C = L L' of the free numbers (an estimate) an offset z means L z.
/// Hamiltonian dynamics with mass matrix C^-1 are those of unit mass in z.
///
/// @param factor L: its diagonal, float64[n], or the whole lower triangle, float64[n, n]
record Metric(Tensor factor) {
    static Metric unit(long n, boolean dense) {
        return new Metric(dense ? eye(n, DType.FLOAT64) : ones(TensorType.of(DType.FLOAT64, n)));
    }

    /// Offsets in free numbers.
    Tensor moved(Tensor z) {
        return factor.rank() == 1 ? mul(factor, z) : matmul(factor, z);
    }

    /// A gradient with respect to free numbers as one with respect to z: L' g.
    Tensor pulled(Tensor gradient) {
        return factor.rank() == 1 ? mul(factor, gradient) : matmul(transpose(factor), gradient);
    }
}
