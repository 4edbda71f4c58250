package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The same elements in row-major order under another shape.
public record Reshape(Shape shape) implements Movement {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.shape().count() != shape.count()) {
            throw new ShapeException("reshape to " + shape + " (" + shape.count() + " elements)",
                    x + " (" + x.shape().count() + " elements)", "give a shape with as many elements");
        }
        return List.of(x.with(shape));
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        return List.of(Block.whole(0, shape.strides(), results.getFirst()));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types, Mover mover) {
        return List.of(operands.getFirst().reshaped(shape));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Reshape(shape.insert(0, b.size())), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Dispatch.bind(new Reshape(p.operand(0).shape()), List.of(cotangents.getFirst()));
    }
}
