package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Repeats the operand along new axes: its axis `i` becomes axis `axes[i]` of `shape`, the other axes are copies.
public record Broadcast(Shape shape, List<Integer> axes) implements Movement {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        boolean fits = axes.size() == x.rank();
        for (int i = 0; fits && i < axes.size(); i++) {
            int a = axes.get(i);
            fits = a >= 0 && a < shape.rank() && (i == 0 || axes.get(i - 1) < a) && shape.size(a) == x.shape().size(i);
        }
        if (!fits) {
            throw new ShapeException("broadcast to " + shape + " at axes " + axes, x.toString(),
                    "give an increasing axis for each axis of the operand, of the same size");
        }
        return List.of(x.with(shape));
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        var from = operands.getFirst().shape().strides();
        var strides = new long[shape.rank()];
        for (int i = 0; i < axes.size(); i++) {
            strides[axes.get(i)] = from[i];
        }
        return List.of(Block.whole(0, strides, results.getFirst()));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var moved = new ArrayList<>(Batch.shift(axes));
        moved.addFirst(0);
        return Dispatch.bind(new Broadcast(shape.insert(0, b.size()), List.copyOf(moved)), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        var gone = newAxes();
        return List.of(gone.isEmpty() ? ct : Ops.sum(ct, AxisList.ints(gone)));
    }

    /// The axes of the result along which the operand is repeated.
    public List<Integer> newAxes() {
        return AxisList.others(shape.rank(), axes);
    }
}
