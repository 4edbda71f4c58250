package org.cotangent.nn.infer;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// A distribution as the logarithm of its density (or, on whole numbers, of its probability), element by element.
@FunctionalInterface
public interface Density {
    /// The logarithm at `x`, broadcast against the parameters; -infinity where the distribution has no mass.
    Tensor at(Tensor x);

    /// The sum over all elements of `x`: the log density of independent values, a scalar.
    default Tensor total(Tensor x) {
        return Ops.sum(at(x));
    }
}
