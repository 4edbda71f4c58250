package org.cotangent;

import org.cotangent.core.Tensor;

/// The value of a function and its gradient, which has the structure of the differentiated argument.
public record ValueAndGrad<A>(Tensor value, A gradient) {
}
