package org.cotangent.schedule;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Batch;
import org.cotangent.op.Custom;
import org.cotangent.op.Primals;
import org.cotangent.storage.Storage;

/// The largest element of every window over the last two axes and, as int32, its place in the window; the first one at
/// ties, NaN wins. What windows, their largest elements' indices and the elements at these are together; only in
/// schedules.
public record PoolMax(List<Long> window, List<Long> stride) implements Custom {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        var shape = x.shape();
        for (int a = 0; a < 2; a++) {
            int axis = x.rank() - 2 + a;
            shape = shape.with(axis, (x.shape().size(axis) - window.get(a)) / stride.get(a) + 1);
        }
        return List.of(x.with(shape), new TensorType(shape, DType.INT32));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        var out = Storage.allocate(x.dtype().cell(), types.get(0).shape().count());
        var places = Storage.allocate(DType.INT32.cell(), out.count());
        long width = x.size(-1);
        long plane = width * x.size(-2);
        long ow = types.get(0).shape().size(-1);
        long each = ow * types.get(0).shape().size(-2);
        for (long i = 0; i < out.count(); i++) {
            long from = i / each * plane + i % each / ow * stride.get(0) * width + i % ow * stride.get(1);
            int best = 0;
            for (int e = 1; e < window.get(0) * window.get(1); e++) {
                best = beats(x.getDouble(from + at(e, width)), x.getDouble(from + at(best, width))) ? e : best;
            }
            places.setInt(i, best);
            Elements.setDouble(x.dtype(), out, i, x.getDouble(from + at(best, width)));
        }
        return List.of(Concrete.of(types.get(0), out), Concrete.of(types.get(1), places));
    }

    /// Where element `e` of a window lies, from its first one.
    public long at(int e, long width) {
        return e / window.get(1) * width + e % window.get(1);
    }

    private static boolean beats(double a, double b) {
        return !Double.isNaN(b) && !(a <= b);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        throw none();
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        throw none();
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        throw none();
    }

    static IllegalStateException none() {
        return new IllegalStateException("schedules are not differentiated or batched");
    }
}
