package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The sum along axes (increasing), which the result lacks; the sum of nothing is 0.
public record Sum(List<Integer> axes) implements Summing {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.dtype() == DType.BOOL || x.dtype().isHalf()) {
            throw new DTypeException("sum along axes " + axes, x.toString(), "convert to i32, i64, f32 or f64 first");
        }
        return List.of(x.with(without(x.shape(), axes)));
    }

    static Shape without(Shape shape, List<Integer> axes) {
        axes.forEach(shape::axis);
        return Shape.of(IntStream.range(0, shape.rank()).filter(a -> !axes.contains(a)).mapToLong(shape::size).toArray());
    }

    /// The operand with the reduced axes moved behind the others.
    static Concrete reducedLast(Concrete x, List<Integer> axes) {
        var order = new ArrayList<>(IntStream.range(0, x.rank()).filter(a -> !axes.contains(a)).boxed().toList());
        order.addAll(axes);
        var front = new Permute(List.copyOf(order));
        return front.evaluate(List.of(x), front.typeOf(List.of(x.type()))).getFirst();
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        var type = types.getFirst();
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        for (long i = 0; i < out.count(); i++) {
            Elements.setLong(type.dtype(), out, i, 0);
        }
        var moved = reducedLast(x, axes);
        long inner = out.count() == 0 ? 0 : x.shape().count() / out.count();
        for (long i = 0; i < moved.shape().count(); i++) {
            long o = i / inner;
            if (type.dtype().isInt()) {
                Elements.setLong(type.dtype(), out, o, Elements.getLong(type.dtype(), out, o) + moved.getLong(i));
            } else {
                Elements.setDouble(type.dtype(), out, o, Elements.getDouble(type.dtype(), out, o) + moved.getDouble(i));
            }
        }
        return List.of(Concrete.of(type, out));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Sum(Batch.shift(axes)), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var shape = p.operand(0).shape();
        var kept = IntStream.range(0, shape.rank()).filter(a -> !axes.contains(a)).boxed().toList();
        return Dispatch.bind(new Broadcast(shape, kept), List.of(cotangents.getFirst()));
    }
}
