package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The general product: multiplies along the contracted axes and adds, for every index of the batch axes.
///
/// The result's axes are the batch axes, the free axes of the left operand, the free axes of the right one.
public record Dot(List<Integer> lhs, List<Integer> rhs, List<Integer> lhsBatch, List<Integer> rhsBatch)
        implements Bilinear {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.get(0);
        var y = operands.get(1);
        if (x.dtype() != y.dtype() || x.dtype().isHalf() || x.dtype() == DType.BOOL) {
            throw new DTypeException("multiply along axes " + lhs + " and " + rhs, x + " and " + y,
                    "give operands of one dtype, "
                    + Domain.NUMBER.text());
        }
        match(x, y, lhs, rhs, "contracted");
        match(x, y, lhsBatch, rhsBatch, "batch");
        var sizes = Arrays.copyOf(AxisList.at(x.shape().sizes(), lhsBatch), lhsBatch.size() + x.rank() + y.rank());
        int n = append(sizes, append(sizes, lhsBatch.size(), x.shape(), lhs, lhsBatch), y.shape(), rhs, rhsBatch);
        return List.of(new TensorType(Shape.of(Arrays.copyOf(sizes, n)), x.dtype()));
    }

    /// Appends the sizes of the free axes from place `n` on.
    private static int append(long[] sizes, int n, Shape shape, List<Integer> contracted, List<Integer> batch) {
        for (int a = 0; a < shape.rank(); a++) {
            if (!contracted.contains(a) && !batch.contains(a)) {
                sizes[n++] = shape.size(a);
            }
        }
        return n;
    }

    private void match(TensorType x, TensorType y, List<Integer> a, List<Integer> b, String kind) {
        boolean fits = a.size() == b.size();
        for (int i = 0; fits && i < a.size(); i++) {
            fits = x.shape().size(a.get(i)) == y.shape().size(b.get(i));
        }
        if (!fits) {
            throw new ShapeException("multiply " + x + " along axes " + a + " with " + y + " along axes " + b,
                    kind + " sizes " + sizes(x, a) + " and " + sizes(y, b), "make the " + kind
                            + " sizes equal, or transpose an operand");
        }
    }

    private static List<Long> sizes(TensorType t, List<Integer> axes) {
        return AxisList.longs(AxisList.at(t.shape().sizes(), axes));
    }

    /// The axes that are neither contracted nor batch.
    public static List<Integer> free(TensorType t, List<Integer> contracted, List<Integer> batch) {
        return AxisList.others(t.rank(), batch.isEmpty() ? contracted : AxisList.join(contracted, batch));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var type = types.getFirst();
        var x = ordered(operands.get(0), lhsBatch, free(operands.get(0).type(), lhs, lhsBatch), lhs);
        var y = ordered(operands.get(1), rhsBatch, free(operands.get(1).type(), rhs, rhsBatch), rhs);
        long b = count(x, 0, lhsBatch.size());
        long k = count(x, x.rank() - lhs.size(), x.rank());
        long m = count(x, lhsBatch.size(), x.rank() - lhs.size());
        long n = count(y, lhsBatch.size(), y.rank() - rhs.size());
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        for (long i = 0; i < b * m; i++) {
            for (long j = 0; j < n; j++) {
                product(type.dtype(), x, i * k, y, (i / m * n + j) * k, k, out, i * n + j);
            }
        }
        return List.of(Concrete.of(type, out));
    }

    private static void product(DType dtype, Concrete x, long p, Concrete y, long q, long k, Storage out, long at) {
        double sum = 0;
        long whole = 0;
        for (long l = 0; l < k; l++) {
            if (dtype.isInt()) {
                whole += x.getLong(p + l) * y.getLong(q + l);
            } else {
                sum = dtype == DType.FLOAT32
                        ? Math.fma((float) x.getDouble(p + l), (float) y.getDouble(q + l), (float) sum)
                        : Math.fma(x.getDouble(p + l), y.getDouble(q + l), sum);
            }
        }
        if (dtype.isInt()) {
            Elements.setLong(dtype, out, at, whole);
        } else {
            Elements.setDouble(dtype, out, at, sum);
        }
    }

    private static Concrete ordered(Concrete x, List<Integer> batch, List<Integer> free, List<Integer> contracted) {
        var permute = new Permute(Stream.of(batch, free, contracted).flatMap(List::stream).toList());
        return permute.evaluate(List.of(x), permute.typeOf(List.of(x.type()))).getFirst();
    }

    private static long count(Concrete x, int from, int to) {
        return Arrays.stream(x.shape().sizes(), from, to).reduce(1, Math::multiplyExact);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        if (b.batched().get(0) && b.batched().get(1)) {
            return Dispatch.bind(new Dot(Batch.shift(lhs), Batch.shift(rhs), front(lhsBatch), front(rhsBatch)),
                    b.operands());
        }
        boolean left = b.batched().get(0);
        var op = left ? new Dot(Batch.shift(lhs), rhs, Batch.shift(lhsBatch), rhsBatch)
                : new Dot(lhs, Batch.shift(rhs), lhsBatch, Batch.shift(rhsBatch));
        var result = Dispatch.bind(op, b.operands()).getFirst();
        int at = left ? lhsBatch.size() : lhsBatch.size() + b.type(0).rank() - lhs.size() - lhsBatch.size();
        return List.of(Ops.moveAxis(result, at, 0));
    }

    private static List<Integer> front(List<Integer> axes) {
        return AxisList.join(List.of(0), AxisList.shift(axes, 1));
    }

    @Override
    public Tensor transposeLeft(Primals p, Tensor ct) {
        return back(ct, p.operand(1), p.operand(0).type(), lhs, lhsBatch, rhs, rhsBatch, false);
    }

    @Override
    public Tensor transposeRight(Primals p, Tensor ct) {
        return back(ct, p.operand(0), p.operand(1).type(), rhs, rhsBatch, lhs, lhsBatch, true);
    }

    /// ct (batch, left free, right free) times the other operand over the other's free axes, axes put back in order.
    private Tensor back(Tensor ct, Tensor other, TensorType target, List<Integer> axes, List<Integer> batch,
            List<Integer> otherAxes, List<Integer> otherBatch, boolean right) {
        var otherFree = free(other.type(), otherAxes, otherBatch);
        var free = free(target, axes, batch);
        int first = batch.size() + (right ? 0 : free.size());
        var ctAxes = AxisList.between(first, first + otherFree.size());
        var ctBatch = AxisList.range(batch.size());
        var product = Dispatch.bind(new Dot(ctAxes, otherFree, ctBatch, otherBatch), ct, other);
        // The product's axes: batch, target's free axes, then the contracted axes in the order in which they stand in
        // `other`.
        var order = new ArrayList<Integer>(batch);
        order.addAll(free);
        for (int a = 0; a < other.rank(); a++) {
            int at = otherAxes.indexOf(a);
            if (at >= 0) {
                order.add(axes.get(at));
            }
        }
        return Ops.permute(product, AxisList.ints(AxisList.inverse(order)));
    }
}
