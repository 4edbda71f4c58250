package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Layer normalisation over the trailing axes that the weight has. Ba, Kiros, Hinton 2016.
///
/// @param weight factors, begun at 1
/// @param bias   summands, begun at 0, or null
/// @param eps    added to the variance
public record LayerNorm(Tensor weight, Tensor bias, double eps) implements Plain {
    /// Over trailing axes of these sizes, with eps 1e-5.
    public static LayerNorm of(long... sizes) {
        return new LayerNorm(Ops.ones(sizes), Ops.zeros(sizes), 1e-5);
    }

    /// Without summands.
    public LayerNorm unbiased() {
        return new LayerNorm(weight, null, eps);
    }

    @Override
    public Tensor apply(Tensor x) {
        // A zero that is a literal costs nothing.
        return Ops.layerNorm(x, weight, bias == null ? Ops.scalar(0) : bias, eps);
    }
}
