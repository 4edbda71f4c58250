package org.cotangent.nn;

import org.cotangent.core.Params;
import org.cotangent.core.Tensor;

/// A record of parameters with a function of one tensor. State and random keys go in and come out.
///
/// The tensors of a layer's record are parameters; its numbers and enums are static. State, such as the running means
/// of batch normalisation, is a structure of its own and never part of the layer. Most layers have none and are
/// [Plain].
///
/// @param <S> the state's type
public interface Layer<S> extends Params {
    /// The state before training; null where there is none.
    S start();

    /// The function in use: nothing random, state only read.
    Tensor apply(Tensor x, S state);

    /// The function in training. A layer that draws nothing accepts null for the key.
    Passed<S> train(Tensor x, S state, Tensor key);

    /// Whether training draws random numbers, so that a key is needed.
    default boolean isRandom() {
        return false;
    }
}
