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
        var sorted = axes.stream().sorted().toList();
        for (int i = 0; i < Math.max(axes.size(), x.rank()); i++) {
            if (axes.size() != x.rank() || sorted.get(i) != i) {
                throw new ShapeException("permute axes " + axes, x.toString(), "name every axis from 0 to "
                        + (x.rank() - 1) + " once");
            }
        }
        return List.of(x.with(Shape.of(axes.stream().mapToLong(a -> x.shape().size(a)).toArray())));
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        var from = operands.getFirst().shape().strides();
        return List.of(Block.whole(0, axes.stream().mapToLong(a -> from[a]).toArray(), results.getFirst()));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var moved = new ArrayList<>(Batch.shift(axes));
        moved.addFirst(0);
        return Dispatch.bind(new Permute(List.copyOf(moved)), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var back = new Integer[axes.size()];
        for (int i = 0; i < back.length; i++) {
            back[axes.get(i)] = i;
        }
        return Dispatch.bind(new Permute(List.of(back)), List.of(cotangents.getFirst()));
    }
}
