package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// `h' = activation(x W + b + h U + c)`. Elman 1990.
public record RnnCell(Gates gates, Activation activation) implements Cell<Tensor> {
    /// With tanh.
    public static RnnCell of(Tensor key, long in, long width) {
        return new RnnCell(Gates.of(key, in, width, 1), Activation.TANH);
    }

    @Override
    public Tensor project(Tensor x) {
        return gates.input(x);
    }

    @Override
    public Passed<Tensor> advance(Tensor projected, Tensor h) {
        var next = activation.apply(Ops.add(projected, gates.hidden(h)));
        return new Passed<>(next, next);
    }

    @Override
    public Tensor zero(long... leading) {
        return gates.zero(leading);
    }
}
