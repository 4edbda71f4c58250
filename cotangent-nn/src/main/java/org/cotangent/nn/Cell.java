package org.cotangent.nn;

import org.cotangent.core.Params;
import org.cotangent.core.Tensor;

/// One step of a recurrent layer: what comes in and what was carried to a result and what is carried on.
///
/// @param <C> what is carried: a tensor or a record of tensors
public interface Cell<C> extends Params {
    /// The part of a step that does not depend on what is carried, for any leading axes: done for all steps at once.
    Tensor project(Tensor x);

    /// The rest of the step.
    Passed<C> advance(Tensor projected, C carry);

    /// What is carried into the first step: zeros for `leading` axes such as the batch.
    C zero(long... leading);

    /// A whole step for `x: [..., in]`.
    default Passed<C> step(Tensor x, C carry) {
        return advance(project(x), carry);
    }
}
