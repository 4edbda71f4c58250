package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Every `stride`-th element from `start` up to `limit` (exclusive), for each axis; 0 <= start <= limit <= size,
/// stride > 0.
public record Slice(List<Long> start, List<Long> limit, List<Long> stride) implements Movement {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        var sizes = new long[x.rank()];
        boolean fits = start.size() == x.rank() && limit.size() == x.rank() && stride.size() == x.rank();
        for (int a = 0; fits && a < sizes.length; a++) {
            fits = stride.get(a) > 0 && 0 <= start.get(a) && start.get(a) <= limit.get(a) && limit.get(a) <= x.shape()
                    .size(a);
            sizes[a] = fits ? 1 + Math.floorDiv(limit.get(a) - start.get(a) - 1, stride.get(a)) : 0;
        }
        if (!fits) {
            throw new ShapeException("slice from " + start + " to " + limit + " in steps of " + stride, x.toString(),
                    "give a start, a limit and a step for each axis, with 0 <= start <= limit <= size and step > 0");
        }
        return List.of(x.with(Shape.of(sizes)));
    }

    @Override
    public List<Block> blocks(List<TensorType> operands, List<TensorType> results) {
        var strides = operands.getFirst().shape().strides();
        long from = 0;
        for (int a = 0; a < strides.length; a++) {
            from += start.get(a) * strides[a];
            strides[a] *= stride.get(a);
        }
        return List.of(Block.whole(from, strides, results.getFirst()));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Slice(with(0L, start), with(b.size(), limit), with(1L, stride)), List.of(b.front(0)));
    }

    static List<Long> with(long first, List<Long> rest) {
        var all = new ArrayList<>(rest);
        all.addFirst(first);
        return List.copyOf(all);
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var shape = p.operand(0).shape();
        var ct = cotangents.getFirst();
        var high = new ArrayList<Long>();
        for (int a = 0; a < shape.rank(); a++) {
            long n = ct.size(a);
            high.add(shape.size(a) - start.get(a) - (n == 0 ? 0 : (n - 1) * stride.get(a) + 1));
        }
        var interior = stride.stream().map(s -> s - 1).toList();
        return List.of(Dispatch.bind(new Pad(start, List.copyOf(high), interior), ct, Concrete.literal(ct.dtype(), 0)));
    }
}
