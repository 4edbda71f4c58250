package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// `[N, ...]` as `[N, elements]`.
public record Flatten() implements Plain {
    @Override
    public Tensor apply(Tensor x) {
        return Ops.flatten(x, 1, -1);
    }
}
