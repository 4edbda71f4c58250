package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// `x + inner(x)`. He et al. 2015.
public record Residual<S>(Layer<S> inner) implements Layer<S> {
    @Override
    public S start() {
        return inner.start();
    }

    @Override
    public Tensor apply(Tensor x, S state) {
        return Ops.add(x, inner.apply(x, state));
    }

    @Override
    public boolean isRandom() {
        return inner.isRandom();
    }

    @Override
    public Passed<S> train(Tensor x, S state, Tensor key) {
        var passed = inner.train(x, state, key);
        return new Passed<>(Ops.add(x, passed.result()), passed.state());
    }
}
