package org.cotangent.nn.train;

import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.core.Tensor;

/// What is to be learned: parameters to begin with, a loss, and how well the parameters do.
///
/// @param <P> the parameters: a record, list or map of tensors
/// @param <S> the layers' state, such as [org.cotangent.nn.Sequential#start()]; may be null
/// @param <B> a batch: a record, list or map of tensors
public interface Task<P, S, B> {
    /// The parameters before training.
    P params();

    /// The layers' state before training; null where there is none.
    default S state() {
        return null;
    }

    /// The loss of one batch, a float scalar, and the state after it. It is staged: once for each shape of a batch.
    ///
    /// @param key drawn anew for each step
    Aux<S> loss(P params, S state, B batch, Tensor key);

    /// Numbers by name that say how well the parameters do, usually on examples that no step saw; called at the end of
    /// each epoch and of the run.
    default Map<String, Double> evaluate(P params, S state) {
        return Map.of();
    }
}
