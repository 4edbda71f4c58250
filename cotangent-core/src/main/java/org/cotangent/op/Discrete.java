package org.cotangent.op;

import java.util.Collections;
import java.util.List;
import org.cotangent.core.Tensor;

/// An operation without a derivative: index results, constants, comparisons of whole tensors.
public sealed interface Discrete extends Op permits Iota, Bitcast, ArgReduce, RandomBits, RandomPoisson {
    @Override
    default List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return Collections.nCopies(p.results().size(), null);
    }

    @Override
    default List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Collections.nCopies(p.operands().size(), null);
    }
}
