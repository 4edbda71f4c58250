package org.cotangent.nn.optim;

import java.util.Map;
import org.cotangent.core.State;
import org.cotangent.core.Tensor;

/// What an optimiser remembers from step to step.
///
/// @param steps  number of updates done, an int64 scalar
/// @param shared tensors that belong to no single parameter, by name
/// @param slots  by name a structure like the parameters', such as the running mean of gradients; a leaf that the
///               optimiser leaves alone has an empty tensor there
public record OptimiserState<P>(Tensor steps, Map<String, Tensor> shared, Map<String, P> slots) implements State {
}
