package org.cotangent.nn.optim;

import org.cotangent.core.Tensor;

/// An optimiser whose gradients are kept small.
record Clipped(Optimiser wrapped, Kind kind, double limit) implements Wrapper {
    /// What is kept below the limit: each element, or the norm over all leaves.
    enum Kind {
        VALUE, NORM
    }

    @Override
    public <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        var small = kind == Kind.VALUE ? Clip.byValue(gradient, limit) : Clip.byNorm(gradient, limit);
        return wrapped.update(params, small, state, rate);
    }
}
