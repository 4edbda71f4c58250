package org.cotangent;

import org.cotangent.core.Tensor;

/// A loss and something beside it that is carried out of the function without being differentiated.
public record Aux<X>(Tensor value, X aux) {
}
