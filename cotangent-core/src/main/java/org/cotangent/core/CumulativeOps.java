package org.cotangent.core;

import java.util.List;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Iota;
import org.cotangent.op.Recurrence;
import org.cotangent.op.Sort;
import org.cotangent.op.TopK;

/// What goes along an axis in order: running sums, products and extremes, and sorts.
public class CumulativeOps extends ProductOps {
    CumulativeOps() {
    }

    /// The sum of the elements up to each one along an axis.
    public static Tensor cumsum(Tensor x, int axis) {
        var op = new CumSum(x.shape().axis(axis), false);
        return Shapes.wide(x.dtype() == DType.BOOL ? convert(x, DType.INT64) : x, t -> Dispatch.bind(op, t));
    }

    /// The product of the elements up to each one along an axis; its derivative is exact where there are zeros.
    public static Tensor cumprod(Tensor x, int axis) {
        return cumulative(Cumulative.Kind.PROD, x, axis, false);
    }

    /// The largest element up to each one along an axis; at ties the derivative goes to the first.
    public static Tensor cummax(Tensor x, int axis) {
        return cumulative(Cumulative.Kind.MAX, x, axis, false);
    }

    /// The smallest element up to each one along an axis; at ties the derivative goes to the first.
    public static Tensor cummin(Tensor x, int axis) {
        return cumulative(Cumulative.Kind.MIN, x, axis, false);
    }

    /// Every element `by` places on along an axis, those at the end dropped, and `fill`, a scalar, in the places that
    /// are free.
    public static Tensor shift(Tensor x, int axis, long by, Tensor fill) {
        if (x.size(axis) == 0) {
            return x;
        }
        var low = new long[x.rank()];
        low[x.shape().axis(axis)] = by;
        var high = new long[x.rank()];
        high[x.shape().axis(axis)] = -by;
        return Ops.pad(x, low, high, new long[x.rank()], convert(fill, x.dtype()));
    }

    /// The product of the elements from each one on along an axis.
    static Tensor cumprodReversed(Tensor x, int axis) {
        return cumulative(Cumulative.Kind.PROD, x, axis, true);
    }

    private static Tensor cumulative(Cumulative.Kind kind, Tensor x, int axis, boolean reverse) {
        var op = new Cumulative(kind, x.shape().axis(axis), reverse);
        return Shapes.wide(x, t -> Dispatch.bind(op, t));
    }

    /// `s[k] = b[k] + a[k] * s[k-1]` along an axis, begun with 0: discounted sums, moving averages, filters of order
    /// one.
    public static Tensor recurrence(Tensor a, Tensor b, int axis) {
        var dtype = Promotion.common(a, b);
        var shape = Shape.broadcast(a.shape(), b.shape());
        if (shape == null) {
            throw new ShapeException("run a recurrence along axis " + axis, a.type() + " and " + b.type(),
                    "give shapes that broadcast");
        }
        var op = new Recurrence(shape.axis(axis), false);
        var compute = dtype.compute();
        var s = Dispatch.bind(op, broadcastTo(convert(a, compute), shape), broadcastTo(convert(b, compute), shape));
        return convert(s, dtype);
    }

    /// log(sum(exp(x))) of the elements up to each one along an axis; never overflows.
    ///
    /// The sum is kept relative to the largest element so far and rescaled where that one changes.
    public static Tensor logcumsumexp(Tensor x, int axis) {
        if (!x.dtype().isFloat()) {
            return logcumsumexp(convert(x, DType.FLOAT32), axis);
        }
        int a = x.shape().axis(axis);
        return Shapes.wide(x, t -> runningLogSum(t, a));
    }

    private static Tensor runningLogSum(Tensor x, int axis) {
        var m = cummax(Ops.stopGradient(x), axis);
        var top = where(isFinite(m), m, scalar(0));
        var before = Ops.shift(top, axis, 1, scalar(0));
        var nothing = eq(Ops.shift(m, axis, 1, scalar(Double.NEGATIVE_INFINITY)), scalar(Double.NEGATIVE_INFINITY));
        var decay = where(nothing, scalar(0), exp(sub(before, top)));
        var s = recurrence(decay, exp(sub(x, top)), axis);
        var empty = eq(s, scalar(0));
        var log = log(where(empty, scalar(1), s));
        return where(empty, scalar(Double.NEGATIVE_INFINITY), add(log, top));
    }

    /// The elements in increasing order along the last axis, NaN last; stable.
    public static Tensor sort(Tensor x) {
        return sort(x, -1);
    }

    /// The elements in increasing order along an axis, NaN last; stable.
    public static Tensor sort(Tensor x, int axis) {
        return sort(new Sort(x.shape().axis(axis), 1, false), List.of(x)).getFirst();
    }

    /// The elements in decreasing order along an axis, NaN last; stable.
    public static Tensor sortDescending(Tensor x, int axis) {
        return sort(new Sort(x.shape().axis(axis), 1, true), List.of(x)).getFirst();
    }

    /// All tensors, of one shape, in the increasing order of the first `keys` of them along an axis: by the first one,
    /// ties by the second, and so on. Stable; NaN last.
    public static List<Tensor> sort(List<Tensor> tensors, int keys, int axis) {
        if (tensors.isEmpty()) {
            throw new ShapeException("sort by " + keys + " keys", "no tensors", "give one tensor or more");
        }
        return sort(new Sort(tensors.getFirst().shape().axis(axis), keys, false), tensors);
    }

    private static List<Tensor> sort(Sort op, List<Tensor> tensors) {
        return Dispatch.bind(op, tensors);
    }

    /// The int64 indices that would sort along an axis, NaN last; stable.
    public static Tensor argsort(Tensor x, int axis) {
        return argsort(x, axis, false);
    }

    /// The int64 indices that would sort along an axis in decreasing order, NaN last; stable.
    public static Tensor argsortDescending(Tensor x, int axis) {
        return argsort(x, axis, true);
    }

    private static Tensor argsort(Tensor x, int axis, boolean descending) {
        int a = x.shape().axis(axis);
        return sort(new Sort(a, 1, descending), List.of(x, indices(x.shape(), a))).get(1);
    }

    /// The indices along one axis as an int64 tensor of a shape.
    public static Tensor indices(Shape shape, int axis) {
        return Dispatch.bind(new Iota(new TensorType(shape, DType.INT64), shape.axis(axis)), List.of()).getFirst();
    }

    /// Values and their indices.
    public record Ranked(Tensor values, Tensor indices) {
    }

    /// The `k` largest elements along an axis, the largest first, and their int64 indices; NaN comes first, ties by
    /// index.
    public static Ranked topK(Tensor x, long k, int axis) {
        return topK(new TopK(k, x.shape().axis(axis), true), x);
    }

    /// The `k` largest elements along the last axis.
    public static Ranked topK(Tensor x, long k) {
        return topK(x, k, -1);
    }

    /// The `k` smallest elements along an axis, the smallest first, and their int64 indices; NaN comes first, ties by
    /// index.
    public static Ranked bottomK(Tensor x, long k, int axis) {
        return topK(new TopK(k, x.shape().axis(axis), false), x);
    }

    private static Ranked topK(TopK op, Tensor x) {
        var out = Dispatch.bind(op, List.of(x));
        return new Ranked(out.get(0), out.get(1));
    }
}
