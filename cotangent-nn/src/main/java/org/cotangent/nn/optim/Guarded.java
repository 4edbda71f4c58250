package org.cotangent.nn.optim;

import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;

/// An optimiser that leaves everything as it is where a gradient is not finite.
record Guarded(Optimiser wrapped) implements Wrapper {
    @Override
    public <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        return Leaves.where(Leaves.allFinite(gradient), wrapped.update(params, gradient, state, rate),
                new Stepped<>(params, state));
    }
}
