package org.cotangent.nn.optim;

/// What an update gives: new parameters and the state for the next one.
public record Stepped<P>(P params, OptimiserState<P> state) {
}
