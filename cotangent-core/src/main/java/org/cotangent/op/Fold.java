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
    /// Elements of windows that are added before the next ones are looked at: what fits a cache near the processor.
    private static final long NEAR = 1 << 16;

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
        var type = types.getFirst();
        var out = Storage.zeros(type.dtype().cell(), type.shape().count());
        add(operands.getFirst(), operands.getFirst().storage(), out, type, 0, images(type), Strided::add);
        return List.of(Concrete.of(type, out));
    }

    /// Number of tensors that are folded: one for each index of the leading axes.
    public long images(TensorType type) {
        return WindowLayout.product(type.shape().sizes(), 0, type.rank() - window.size());
    }

    /// Adds the windows of the images from `low` to `high` (exclusive) to `to`, which begins as zeros.
    ///
    /// @param ct the operand, whose numbers lie in `from`
    public void add(Concrete ct, Storage from, Storage to, TensorType type, long low, long high, Adder adder) {
        long images = images(type);
        int lead = type.rank() - window.size();
        var image = merged(type.shape().sizes(), lead, images);
        var patches = merged(ct.shape().sizes(), lead, images);
        var blocks = byPlace(image, patches);
        long many = Math.max(1, NEAR / Math.max(1, patches.strides()[0]));
        for (long i = low; i < high; i += many) {
            for (var b : blocks) {
                var sizes = b.sizes().clone();
                sizes[0] = Math.min(many, high - i);
                adder.add(type.dtype(), from, to, new Block(0, 0, b.to() + i * b.toStrides()[0], b.toStrides(),
                        b.from() + i * b.fromStrides()[0], b.fromStrides(), sizes));
            }
        }
    }

    private static Shape merged(long[] sizes, int lead, long images) {
        var out = new long[sizes.length - lead + 1];
        out[0] = images;
        System.arraycopy(sizes, lead, out, 1, sizes.length - lead);
        return Shape.of(out);
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
