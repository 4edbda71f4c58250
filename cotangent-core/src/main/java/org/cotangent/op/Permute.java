package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The axes in another order: axis `i` of the result is axis `axes[i]` of the operand.
public record Permute(List<Integer> axes) implements Movement {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (axes.size() != x.rank() || !AxisList.areDistinct(axes, 0, x.rank())) {
            throw new ShapeException("permute axes " + axes, x.toString(), "name every axis from 0 to "
                    + (x.rank() - 1) + " once");
        }
        return List.of(x.with(Shape.of(AxisList.at(x.shape().sizes(), axes))));
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        var from = operands.getFirst().shape().strides();
        return List.of(Block.whole(0, AxisList.at(from, axes), results.getFirst()));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var moved = new ArrayList<>(Batch.shift(axes));
        moved.addFirst(0);
        return Dispatch.bind(new Permute(List.copyOf(moved)), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Dispatch.bind(new Permute(AxisList.inverse(axes)), List.of(cotangents.getFirst()));
    }
}
