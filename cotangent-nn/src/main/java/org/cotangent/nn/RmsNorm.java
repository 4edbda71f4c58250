package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Division by the root mean square over the trailing axes that the weight has. Zhang, Sennrich 2019.
///
/// @param weight factors, begun at 1
/// @param eps    added to the mean square
public record RmsNorm(Tensor weight, double eps) implements Plain {
    /// Over trailing axes of these sizes, with eps 1e-6.
    public static RmsNorm of(long... sizes) {
        return new RmsNorm(Ops.ones(sizes), 1e-6);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Ops.rmsNorm(x, weight, eps);
    }
}
