package org.cotangent.nn.train;

import org.cotangent.core.Tensor;
import org.cotangent.nn.optim.OptimiserState;

/// All tensors that change from step to step.
///
/// @param params    the parameters
/// @param optimiser what the optimiser remembers
/// @param layers    the layers' state, null where there is none
/// @param randomKey what the keys of the following steps are split from
public record Learned<P, S>(P params, OptimiserState<P> optimiser, S layers, Tensor randomKey) {
}
