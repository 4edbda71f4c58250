package org.cotangent;

import org.cotangent.core.Tensor;

/// A function from a tensor to a tensor; lets `grad(x -> x.mul(x))` need no types.
@FunctionalInterface
public interface TensorFn extends Fn1<Tensor, Tensor> {
}
