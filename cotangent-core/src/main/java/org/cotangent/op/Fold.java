package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The transpose of [Unfold]: windows added to where they were read, for last axes of the given sizes.
///
/// Each element is the sum of its copies in order of their place in the window.
public record Fold(List<Long> sizes, List<Long> window, List<Long> stride, List<Long> dilation, List<Long> low,
        List<Long> high)
        implements Indexing, Sliding {
    /// Adds a block.
    @FunctionalInterface
    public interface Adder {
        void add(DType dtype, Storage from, Storage to, Block block);
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var ct = operands.getFirst();
        if (ct.dtype() == DType.BOOL || ct.dtype().isHalf()) {
            throw new DTypeException("fold windows", ct.toString(), "convert to i32, i64, f32 or f64 first");
        }
        int lead = ct.rank() - 2 * window.size();
        if (lead >= 0 && sizes.size() == window.size()) {
            var shape = Arrays.copyOf(ct.shape().sizes(), lead + sizes.size());
            for (int i = 0; i < sizes.size(); i++) {
                shape[lead + i] = sizes.get(i);
            }
            var type = ct.with(Shape.of(shape));
            if (patches(type).equals(ct.shape())) {
                return List.of(type);
            }
        }
        throw new ShapeException("fold windows of " + window + " in steps of " + stride + " to sizes " + sizes,
                ct.toString(),
                "give what unfold with the same numbers returns: leading axes, positions, places in the window");
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return List.of(evaluate(operands.getFirst(), types.getFirst(), Strided::add));
    }

    /// The meaning, by means of the given way to add a block.
    public Concrete evaluate(Concrete ct, TensorType type, Adder adder) {
        var out = Storage.zeros(type.dtype().cell(), type.shape().count());
        for (var b : byPlace(type.shape(), ct.shape())) {
            adder.add(type.dtype(), ct.storage(), out,
                    new Block(0, 0, b.to(), b.toStrides(), b.from(), b.fromStrides(), b.sizes()));
        }
        return Concrete.of(type, out);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        typeOf(List.of(b.type(0)));
        return Dispatch.bind(this, List.of(b.front(0)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Dispatch.bind(new Unfold(window, stride, dilation, low, high), List.of(cotangents.getFirst()));
    }
}
