package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The operands one behind the other along an axis.
public record Concat(int axis) implements Movement {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        if (operands.isEmpty()) {
            throw new ShapeException("concatenate along axis " + axis, "no operands", "give one or more");
        }
        var first = operands.getFirst();
        int along = axis < 0 ? -1 : first.shape().axis(axis);
        long size = 0;
        for (var t : operands) {
            if (t.dtype() != first.dtype()) {
                throw new DTypeException("concatenate along axis " + axis, operands.toString(),
                        "convert the operands to one dtype");
            }
            if (along < 0 || t.rank() != first.rank() || !t.shape().with(along, 0)
                    .equals(first.shape().with(along, 0))) {
                throw new ShapeException("concatenate along axis " + axis, operands.toString(),
                        "give operands of one rank, of equal sizes along all other axes");
            }
            size = Math.addExact(size, t.shape().size(along));
        }
        return List.of(first.with(first.shape().with(along, size)));
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        var strides = results.getFirst().shape().strides();
        var out = new ArrayList<Block>();
        long at = 0;
        for (int i = 0; i < operands.size(); i++) {
            var shape = operands.get(i).shape();
            out.add(Block.part(i, shape, at * strides[axis], strides));
            at += shape.size(axis);
        }
        return out;
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Concat(axis + 1), IntStream.range(0, b.operands().size()).mapToObj(b::front).toList());
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var out = new Tensor[wanted.length];
        long at = 0;
        for (int i = 0; i < out.length; i++) {
            long next = at + p.operand(i).size(axis);
            out[i] = wanted[i] ? Ops.slice(cotangents.getFirst(), axis, at, next) : null;
            at = next;
        }
        return Arrays.asList(out);
    }
}
