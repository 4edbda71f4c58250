package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The operand cut along an axis into pieces of the given sizes, one result each.
public record Split(int axis, List<Long> sizes) implements Movement {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        long sum = 0;
        for (long s : sizes) {
            sum = s < 0 || sum < 0 ? -1 : Math.addExact(sum, s);
        }
        if (axis < 0 || sum != x.shape().size(axis)) {
            throw new ShapeException("split axis " + axis + " into pieces of " + sizes, x.toString(),
                    "give sizes of 0 or more that add up to the size of the axis");
        }
        return sizes.stream().map(s -> x.with(x.shape().with(axis, s))).toList();
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        var strides = operands.getFirst().shape().strides();
        var out = new ArrayList<Block>();
        long at = 0;
        for (int i = 0; i < results.size(); i++) {
            out.add(Block.whole(0, i, at * strides[axis], strides, results.get(i).shape()));
            at += sizes.get(i);
        }
        return out;
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Split(axis + 1, sizes), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var parts = new ArrayList<Tensor>();
        for (int i = 0; i < sizes.size(); i++) {
            parts.add(Rules.orZeros(cotangents.get(i), p.results().get(i).type()));
        }
        return parts.isEmpty() ? List.of(Ops.zeros(p.operand(0).type())) : Dispatch.bind(new Concat(axis), parts);
    }
}
