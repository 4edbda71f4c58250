package org.cotangent;

import org.cotangent.core.Tensor;

/// The value of a function, what it carried out beside it, and its gradient.
public record GradAux<A, X>(Tensor value, X aux, A gradient) {
}
