package org.cotangent.nn;

import java.util.function.UnaryOperator;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// A part of a transformer's block with its normalisation and residual connection.
final class Sublayer {
    private Sublayer() {
    }

    static Tensor run(Tensor x, LayerNorm norm, boolean before, UnaryOperator<Tensor> part,
            UnaryOperator<Tensor> dropped) {
        return before ? Ops.add(x, dropped.apply(part.apply(norm.apply(x))))
                : norm.apply(Ops.add(x, dropped.apply(part.apply(x))));
    }
}
