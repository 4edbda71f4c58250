package org.cotangent.nn;

import org.cotangent.core.DType;
import org.cotangent.core.TensorType;

/// Types of single numbers.
final class Scalars {
    static final TensorType F64 = TensorType.of(DType.FLOAT64);
    static final TensorType BOOL = TensorType.of(DType.BOOL);

    private Scalars() {
    }
}
