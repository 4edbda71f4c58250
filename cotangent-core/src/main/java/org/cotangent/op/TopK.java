package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The `k` largest (or smallest) elements along an axis, the most extreme first, and their int64 indices.
///
/// Ties go to the lower index; NaN comes before all numbers, as it does in max and min. Derivatives go through the
/// indices.
public record TopK(long k, int axis, boolean largest) implements Ordering {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (k < 0 || k > x.shape().size(axis)) {
            throw new ShapeException("take the top " + k + " along axis " + axis, x.toString(),
                    "give a k from 0 to " + x.shape().size(axis));
        }
        var type = x.with(x.shape().with(axis, k));
        return List.of(type, type.with(DType.INT64));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        var values = Storage.allocate(x.dtype().cell(), types.get(0).shape().count());
        var indices = Storage.allocate(DType.INT64.cell(), values.count());
        var lines = Lines.of(x.shape(), axis);
        var to = new Lines(lines.outer(), k, lines.inner());
        for (long i = 0; i < to.count(); i++) {
            var order = order(x, lines, i);
            for (int j = 0; j < k; j++) {
                Strided.copyCell(x.storage(), lines.at(i, order[j], false), values, to.at(i, j, false));
                indices.setLong(to.at(i, j, false), order[j]);
            }
        }
        return List.of(Concrete.of(types.get(0), values), Concrete.of(types.get(1), indices));
    }

    private Integer[] order(Concrete x, Lines lines, long i) {
        var order = new Integer[Math.toIntExact(lines.n())];
        Arrays.setAll(order, j -> j);
        Arrays.sort(order, (p, q) -> compare(x, lines.at(i, p, false), lines.at(i, q, false)));
        return order;
    }

    private int compare(Concrete x, long p, long q) {
        boolean a = x.dtype().isFloat() && Double.isNaN(x.getDouble(p));
        boolean b = x.dtype().isFloat() && Double.isNaN(x.getDouble(q));
        return a || b ? Boolean.compare(b, a) : Sort.compare(x, p, q, largest);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new TopK(k, axis + 1, largest), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var t = tangents.getFirst();
        return Arrays.asList(t == null ? null : Along.take(t, p.results().get(1), axis), null);
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        Shape shape = p.operand(0).shape();
        return Arrays.asList(ct == null ? null : Along.put(ct, p.results().get(1), axis, shape));
    }
}
