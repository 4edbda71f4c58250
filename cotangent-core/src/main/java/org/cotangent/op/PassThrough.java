package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Operations of one operand that give it back as it is and differ in what becomes of its derivative.
public sealed interface PassThrough extends Structural permits Stop, NoGradient, Named {
    @Override
    default List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(operands.getFirst());
    }

    @Override
    default List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return operands;
    }

    @Override
    default List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.front(0)));
    }
}
