package org.cotangent.nn.train;

import org.cotangent.core.Tensor;

/// What a compiled step gives: `finite` is whether loss and parameters are, `size` the gradient's norm, `flow` what
/// [Flows] measured, null where nobody asked.
record After<P, S>(Learned<P, S> learned, Tensor loss, Tensor rate, Tensor size, Tensor finite, Flows.Measured flow) {
}
