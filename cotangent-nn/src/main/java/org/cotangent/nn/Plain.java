package org.cotangent.nn;

import org.cotangent.TensorFn;
import org.cotangent.core.Tensor;

/// A layer without state that does the same in training and in use: a function that `jit`, `vmap` and `grad` take.
@FunctionalInterface
public interface Plain extends Layer<Void>, TensorFn {
    /// The function.
    @Override
    Tensor apply(Tensor x);

    @Override
    default Void start() {
        return null;
    }

    @Override
    default Tensor apply(Tensor x, Void state) {
        return apply(x);
    }

    @Override
    default Passed<Void> train(Tensor x, Void state, Tensor key) {
        return new Passed<>(apply(x), null);
    }
}
