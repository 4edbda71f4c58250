package org.cotangent;

import org.cotangent.core.Tensor;

/// A function from two tensors to a tensor.
@FunctionalInterface
public interface TensorFn2 extends Fn2<Tensor, Tensor, Tensor> {
}
