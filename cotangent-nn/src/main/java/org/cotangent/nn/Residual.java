package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// `x + body(x)`. He et al. 2015.
public record Residual<S>(Layer<S> body) implements Layer<S> {
    @Override
    public S start() {
        return body.start();
    }

    @Override
    public Tensor apply(Tensor x, S state) {
        return Ops.add(x, body.apply(x, state));
    }

    @Override
    public boolean isRandom() {
        return body.isRandom();
    }

    @Override
    public Passed<S> train(Tensor x, S state, Tensor key) {
        var passed = body.train(x, state, key);
        return new Passed<>(Ops.add(x, passed.result()), passed.state());
    }
}
