package org.cotangent.op;

import java.util.Collections;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The operand itself, through which no derivative passes.
public record Stop() implements Structural {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(operands.getFirst());
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return operands;
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.front(0)));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return Collections.singletonList(null);
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Collections.singletonList(null);
    }
}
