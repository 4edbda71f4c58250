package org.cotangent.bench;

import static org.cotangent.Transforms.jit;

import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.Fn3;

/// How a workload's program runs.
public enum Mode {
    /// Written down once and compiled.
    COMPILED,
    /// Operation by operation, as it is written.
    EAGER;

    <A, R> Fn1<A, R> of(Fn1<A, R> f) {
        return this == COMPILED ? jit(f) : f;
    }

    <A, B, R> Fn2<A, B, R> of(Fn2<A, B, R> f) {
        return this == COMPILED ? jit(f) : f;
    }

    <A, B, C, R> Fn3<A, B, C, R> of(Fn3<A, B, C, R> f) {
        return this == COMPILED ? jit(f) : f;
    }

    /// A training step, which makes a new state, its first argument, of the old one: memory of the old is used again.
    <A, B, C, R> Fn3<A, B, C, R> training(Fn3<A, B, C, R> f) {
        return this == COMPILED ? jit(f).donating(0) : f;
    }
}
