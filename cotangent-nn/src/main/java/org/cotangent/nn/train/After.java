package org.cotangent.nn.train;

import org.cotangent.core.Tensor;

/// What a compiled step gives: `finite` is whether loss and parameters are, `size` the gradient's norm.
record After<P, S>(Learned<P, S> learned, Tensor loss, Tensor rate, Tensor size, Tensor finite) {
}
