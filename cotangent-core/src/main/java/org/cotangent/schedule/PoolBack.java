package org.cotangent.schedule;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Elements;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Batch;
import org.cotangent.op.Custom;
import org.cotangent.op.Primals;
import org.cotangent.storage.Storage;

/// The way back of [PoolMax] over windows that do not overlap: each element of the second operand at the place in its
/// window that the first one names, in a tensor whose last two axes have the given sizes; zeros elsewhere.
public record PoolBack(List<Long> window, List<Long> stride, List<Long> sizes) implements Custom {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var ct = operands.get(1);
        var shape = ct.shape().with(ct.rank() - 2, sizes.get(0)).with(ct.rank() - 1, sizes.get(1));
        return List.of(ct.with(shape));
    }

    /// The pool whose way back it is.
    public PoolMax pool() {
        return new PoolMax(window, stride);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var ct = operands.get(1);
        var out = Storage.allocate(ct.dtype().cell(), types.getFirst().shape().count());
        var pool = pool();
        long width = sizes.get(1);
        long ow = ct.size(-1);
        long each = ow * ct.size(-2);
        out.fill(0);
        for (long i = 0; i < ct.shape().count(); i++) {
            long from = i / each * sizes.get(0) * width + i % each / ow * stride.get(0) * width
                    + i % ow * stride.get(1);
            long to = from + pool.at((int) operands.get(0).getLong(i), width);
            Elements.setDouble(ct.dtype(), out, to, 0 + ct.getDouble(i));
        }
        return List.of(Concrete.of(types.getFirst(), out));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        throw PoolMax.none();
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        throw PoolMax.none();
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        throw PoolMax.none();
    }
}
