package org.cotangent.op;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.ReduceOp;

/// The sum along axes (increasing), which the result lacks; the sum of nothing is 0.
///
/// Elements are added in the order of [org.cotangent.lane.ReductionTree], seen as [ReductionView] says.
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
        for (int i = 0; i < axes.size(); i++) {
            shape.axis(axes.get(i));
        }
        return axes.size() == shape.rank() ? Shape.SCALAR
                : Shape.of(AxisList.at(shape.sizes(), AxisList.others(shape.rank(), axes)));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return List.of(ReductionView.evaluate(ReduceOp.SUM, operands.getFirst(), axes, types.getFirst()));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Sum(Batch.shift(axes)), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var shape = p.operand(0).shape();
        return Dispatch.bind(new Broadcast(shape, AxisList.others(shape.rank(), axes)), List.of(cotangents.getFirst()));
    }
}
