package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// `x weight + bias` over the last axis.
///
/// @param weight `[in, out]`
/// @param bias   `[out]`, or null
public record Dense(Tensor weight, Tensor bias) implements Plain {
    /// Drawn with variance `1 / in` (LeCun), bias 0.
    public static Dense of(Tensor key, long in, long out) {
        return of(key, in, out, Initialiser.lecunNormal());
    }

    /// Drawn as said, bias 0.
    public static Dense of(Tensor key, long in, long out, Initialiser initial) {
        return new Dense(initial.draw(key, Fans.dense(in, out), in, out), Ops.zeros(out));
    }

    /// Without bias.
    public Dense unbiased() {
        return new Dense(weight, null);
    }

    @Override
    public Tensor apply(Tensor x) {
        return bias == null ? Ops.matmul(x, weight) : Ops.dense(x, weight, bias);
    }
}
