package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The elements in reversed order along the axes.
public record Flip(List<Integer> axes) implements Movement {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (!AxisList.areDistinct(axes, 0, x.rank())) {
            throw new ShapeException("flip axes " + axes, x.toString(), "name each axis once, from 0 to "
                    + (x.rank() - 1));
        }
        return List.of(x);
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        var shape = operands.getFirst().shape();
        var strides = shape.strides();
        long from = 0;
        for (int a : axes) {
            from += Math.max(0, shape.size(a) - 1) * strides[a];
            strides[a] = -strides[a];
        }
        return List.of(Block.whole(from, strides, results.getFirst()));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Flip(Batch.shift(axes)), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Dispatch.bind(this, List.of(cotangents.getFirst()));
    }
}
