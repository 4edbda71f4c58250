package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Elements;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The index along one axis, as numbers: 0, 1, 2, ...
public record Iota(TensorType type, int axis) implements Discrete {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        type.shape().axis(axis);
        return List.of(type);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        long inner = type.shape().strides()[axis];
        for (long i = 0; i < out.count(); i++) {
            Elements.setLong(type.dtype(), out, i, i / inner % type.shape().size(axis));
        }
        return List.of(Concrete.of(type, out));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        throw new IllegalStateException("iota has no operand to batch");
    }
}
