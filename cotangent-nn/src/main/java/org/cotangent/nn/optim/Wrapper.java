package org.cotangent.nn.optim;

/// An optimiser around another one, which keeps that one's rate and, unless it says otherwise, its state.
interface Wrapper extends Optimiser {
    /// The optimiser inside.
    Optimiser wrapped();

    @Override
    default Schedule rate() {
        return wrapped().rate();
    }

    @Override
    default <P> OptimiserState<P> start(P params) {
        return wrapped().start(params);
    }
}
