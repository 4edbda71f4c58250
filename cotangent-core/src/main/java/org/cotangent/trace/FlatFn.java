package org.cotangent.trace;

import java.util.List;
import org.cotangent.core.Tensor;

/// A program over a flat list of tensors: what is left of a user's function when the structures are taken off.
@FunctionalInterface
public interface FlatFn {
    List<Tensor> apply(List<Tensor> arguments);
}
