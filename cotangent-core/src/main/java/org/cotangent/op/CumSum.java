package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The sums of the elements up to each one along an axis, or from each one on when `reverse`; added one after the
/// other.
public record CumSum(int axis, boolean reverse) implements Summing {
    @Override
    public String label() {
        return "cumsum";
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(cumulative(label(), operands.getFirst(), axis));
    }

    static TensorType cumulative(String label, TensorType x, int axis) {
        x.shape().axis(axis);
        if (x.dtype() == DType.BOOL || x.dtype().isHalf()) {
            throw new DTypeException("apply " + label + " along axis " + axis, x.toString(),
                    "convert to i32, i64, f32 or f64 first");
        }
        return x;
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return List.of(Cumulative.run(operands.getFirst(), axis, reverse, Double::sum, (a, b) -> a + b, Float::sum));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new CumSum(axis + 1, reverse), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Dispatch.bind(new CumSum(axis, !reverse), List.of(cotangents.getFirst()));
    }
}
