package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// All operands in the order of the first `keys` of them along an axis: by operand 0, ties by operand 1, and so on.
///
/// Stable. NaN comes last in either direction; -0 and 0 are equal. Derivatives go through the indices.
public record Sort(int axis, int keys, boolean descending) implements Ordering {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var shape = operands.getFirst().shape();
        if (keys < 1 || keys > operands.size() || operands.stream().anyMatch(t -> !t.shape().equals(shape))) {
            throw new ShapeException("sort by " + keys + " keys along axis " + axis, operands.toString(),
                    "give operands of one shape, of which one at least is a key");
        }
        shape.axis(axis);
        return List.copyOf(operands);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var lines = Lines.of(operands.getFirst().shape(), axis);
        var out = operands.stream().map(x -> Storage.allocate(x.dtype().cell(), x.shape().count())).toList();
        for (long i = 0; i < lines.count(); i++) {
            var order = order(operands.subList(0, keys), lines.start(i), lines, descending);
            for (int k = 0; k < order.length; k++) {
                for (int j = 0; j < out.size(); j++) {
                    Strided.copyCell(operands.get(j).storage(), lines.at(i, order[k], false), out.get(j),
                            lines.at(i, k, false));
                }
            }
        }
        return IntStream.range(0, out.size()).mapToObj(j -> Concrete.of(types.get(j), out.get(j))).toList();
    }

    /// The places of a line's elements in the order of the keys.
    private static Integer[] order(List<Concrete> keys, long start, Lines lines, boolean descending) {
        var order = new Integer[Math.toIntExact(lines.n())];
        Arrays.setAll(order, k -> k);
        Comparator<Integer> by = null;
        for (var key : keys) {
            Comparator<Integer> next = (p, q) ->
                    compare(key, start + p * lines.inner(), start + q * lines.inner(), descending);
            by = by == null ? next : by.thenComparing(next);
        }
        Arrays.sort(order, by);
        return order;
    }

    static int compare(Concrete x, long p, long q, boolean descending) {
        if (!x.dtype().isFloat()) {
            int c = Long.compare(x.getLong(p), x.getLong(q));
            return descending ? -c : c;
        }
        double a = x.getDouble(p);
        double b = x.getDouble(q);
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
        }
        int c = a < b ? -1 : a > b ? 1 : 0;
        return descending ? -c : c;
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var all = new ArrayList<Tensor>();
        for (int i = 0; i < b.operands().size(); i++) {
            all.add(b.front(i));
        }
        return Dispatch.bind(new Sort(axis + 1, keys, descending), all);
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        if (tangents.stream().allMatch(t -> t == null)) {
            return tangents;
        }
        var order = order(p);
        return Arrays.asList(tangents.stream().map(t -> t == null ? null : Along.take(t, order, axis))
                .toArray(Tensor[]::new));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        if (cotangents.stream().allMatch(t -> t == null)) {
            return cotangents;
        }
        var order = order(p);
        var places = Dispatch.bind(new Sort(axis, 1, false), List.of(order, Ops.indices(order.shape(), axis))).get(1);
        var out = new Tensor[cotangents.size()];
        for (int i = 0; i < out.length; i++) {
            var ct = cotangents.get(i);
            out[i] = ct == null || !wanted[i] ? null : Along.take(ct, places, axis);
        }
        return Arrays.asList(out);
    }

    /// For each place the index of the element that comes there.
    private Tensor order(Primals p) {
        var with = new ArrayList<>(p.operands().subList(0, keys));
        with.add(Ops.indices(p.operand(0).shape(), axis));
        return Dispatch.bind(this, with).getLast();
    }
}
