package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Log-sum-exp and the functions made of it, along axes (increasing): composites whose derivatives are simple.
public sealed interface Normalizing extends General permits LogSumExp, Softmax, LogSoftmax {
    List<Integer> axes();

    /// The axes as functions take them.
    default int[] along() {
        return AxisList.ints(axes());
    }

    /// The same function along other axes.
    Op along(List<Integer> axes);

    /// What it is made of, for a concrete or staged operand.
    Tensor expand(Tensor x);

    @Override
    default List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (!Domain.FLOAT.takes(x.dtype())) {
            throw new DTypeException("apply " + label() + " along axes " + axes(), x.toString(), "give "
                    + Domain.FLOAT.text());
        }
        return List.of(this instanceof LogSumExp ? x.with(Sum.without(x.shape(), axes())) : x);
    }

    @Override
    default List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return Dispatch.with(null, () -> List.of(expand(operands.getFirst()).concrete()));
    }

    @Override
    default List<Tensor> batch(Batch b) {
        return Dispatch.bind(along(Batch.shift(axes())), List.of(b.front(0)));
    }
}
