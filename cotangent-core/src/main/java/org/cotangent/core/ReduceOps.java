package org.cotangent.core;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Reduce;
import org.cotangent.op.Sum;

/// Sums, products, extremes and their places along axes.
///
/// Axes may be negative and count from the end then; where none is given all are reduced. The result lacks the reduced
/// axes, or has them with size 1 where [KeepDims#YES] is asked for. Half-precision floats are added up in float32.
public class ReduceOps extends StatisticsOps {
    ReduceOps() {
    }

    /// The sum along the axes, which the result lacks; none given: all. Of bools their number, int64.
    public static Tensor sum(Tensor x, int... axes) {
        var along = Shapes.axes(x.type(), axes);
        if (along.isEmpty() && x.dtype() != DType.BOOL) {
            return x;
        }
        return Shapes.wide(x.dtype() == DType.BOOL ? convert(x, DType.INT64) : x,
                t -> Dispatch.bind(new Sum(along), t));
    }

    /// The sum along the axes.
    public static Tensor sum(Tensor x, KeepDims keep, int... axes) {
        return kept(x, keep, axes, t -> sum(t, axes));
    }

    /// The arithmetic mean along the axes; of nothing NaN. Of integers it is float32.
    public static Tensor mean(Tensor x, int... axes) {
        double n = Shapes.count(x.type(), axes);
        return Shapes.wide(x, t -> div(sum(t, axes), scalar(n)));
    }

    /// The arithmetic mean along the axes.
    public static Tensor mean(Tensor x, KeepDims keep, int... axes) {
        return kept(x, keep, axes, t -> mean(t, axes));
    }

    /// The largest element along the axes; NaN wins; ties share the gradient evenly; of nothing the least number,
    /// -infinity.
    public static Tensor max(Tensor x, int... axes) {
        return x.dtype() == DType.BOOL ? any(x, axes) : reduce(Reduce.Kind.MAX, x, axes);
    }

    /// The largest element along the axes.
    public static Tensor max(Tensor x, KeepDims keep, int... axes) {
        return kept(x, keep, axes, t -> max(t, axes));
    }

    /// The smallest element along the axes; NaN wins; ties share the gradient evenly; of nothing the greatest number,
    /// infinity.
    public static Tensor min(Tensor x, int... axes) {
        return x.dtype() == DType.BOOL ? all(x, axes) : reduce(Reduce.Kind.MIN, x, axes);
    }

    /// The smallest element along the axes.
    public static Tensor min(Tensor x, KeepDims keep, int... axes) {
        return kept(x, keep, axes, t -> min(t, axes));
    }

    /// The product along the axes; of nothing 1. Its derivative is exact where factors are 0.
    public static Tensor prod(Tensor x, int... axes) {
        return reduce(Reduce.Kind.PROD, x.dtype() == DType.BOOL ? convert(x, DType.INT64) : x, axes);
    }

    /// The product along the axes.
    public static Tensor prod(Tensor x, KeepDims keep, int... axes) {
        return kept(x, keep, axes, t -> prod(t, axes));
    }

    /// Whether all hold along the axes; of nothing true.
    public static Tensor all(Tensor x, int... axes) {
        return reduce(Reduce.Kind.AND, x, axes);
    }

    /// Whether all hold along the axes.
    public static Tensor all(Tensor x, KeepDims keep, int... axes) {
        return kept(x, keep, axes, t -> all(t, axes));
    }

    /// Whether any holds along the axes; of nothing false.
    public static Tensor any(Tensor x, int... axes) {
        return reduce(Reduce.Kind.OR, x, axes);
    }

    /// Whether any holds along the axes.
    public static Tensor any(Tensor x, KeepDims keep, int... axes) {
        return kept(x, keep, axes, t -> any(t, axes));
    }

    private static Tensor reduce(Reduce.Kind kind, Tensor x, int[] axes) {
        var along = Shapes.axes(x.type(), axes);
        return along.isEmpty() ? x : Shapes.wide(x, t -> Dispatch.bind(new Reduce(kind, along), t));
    }

    private static Tensor kept(Tensor x, KeepDims keep, int[] axes, UnaryOperator<Tensor> reduction) {
        var y = reduction.apply(x);
        return keep == KeepDims.NO ? y : keepDims(y, x.shape(), axes);
    }

    /// A reduced tensor with the axes that were reduced, of size 1: it broadcasts against `shape`, what it was
    /// reduced from.
    public static Tensor keepDims(Tensor reduced, Shape shape, int... axes) {
        var sizes = shape.sizes();
        var along = axes.length == 0 ? IntStream.range(0, sizes.length).toArray() : axes;
        for (int a : along) {
            sizes[shape.axis(a)] = 1;
        }
        return reshape(reduced, sizes);
    }

    /// For each element the product of the others along the axes; exact where there are zeros.
    public static Tensor productOfOthers(Tensor x, List<Integer> axes) {
        var last = IntStream.range(0, x.rank()).boxed().filter(a -> !axes.contains(a))
                .collect(java.util.stream.Collectors.toList());
        int kept = last.size();
        last.addAll(axes);
        var order = last.stream().mapToInt(Integer::intValue).toArray();
        var moved = permute(x, order);
        var sizes = Arrays.copyOf(moved.shape().sizes(), kept + 1);
        sizes[kept] = axes.stream().mapToLong(x::size).reduce(1, Math::multiplyExact);
        var rows = reshape(moved, sizes);
        var before = Ops.shift(cumprod(rows, kept), kept, 1, scalar(1));
        var after = Ops.shift(cumprodReversed(rows, kept), kept, -1, scalar(1));
        var back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        return permute(reshape(mul(before, after), moved.shape().sizes()), back);
    }

    /// The int64 index of the largest element of all in row-major order; the first one at ties; NaN wins.
    public static Tensor argmax(Tensor x) {
        return argmax(reshape(x, x.shape().count()), 0);
    }

    /// The int64 index of the largest element along an axis, which the result lacks; the first one at ties; NaN wins.
    public static Tensor argmax(Tensor x, int axis) {
        return arg(ArgReduce.Kind.MAX, x, axis);
    }

    /// The int64 index of the smallest element of all in row-major order; the first one at ties; NaN wins.
    public static Tensor argmin(Tensor x) {
        return argmin(reshape(x, x.shape().count()), 0);
    }

    /// The int64 index of the smallest element along an axis, which the result lacks; the first one at ties; NaN wins.
    public static Tensor argmin(Tensor x, int axis) {
        return arg(ArgReduce.Kind.MIN, x, axis);
    }

    private static Tensor arg(ArgReduce.Kind kind, Tensor x, int axis) {
        var op = new ArgReduce(kind, x.shape().axis(axis));
        return Dispatch.bind(op, x.dtype().isHalf() ? convert(x, DType.FLOAT32) : x);
    }

    /// Whether two tensors have one shape and every |a - b| is at most `atol + rtol * |b|`; NaN is close to nothing.
    ///
    /// Needs numbers: a [ConcreteValueException] while a program is being traced.
    public static boolean allClose(Tensor a, Tensor b, double rtol, double atol) {
        if (!a.shape().equals(b.shape())) {
            return false;
        }
        var x = a.concrete();
        var y = b.concrete();
        for (long i = 0; i < x.shape().count(); i++) {
            double p = x.getDouble(i);
            double q = y.getDouble(i);
            if (p != q && !(Double.isFinite(p) && Math.abs(p - q) <= atol + rtol * Math.abs(q))) {
                return false;
            }
        }
        return true;
    }

    /// [#allClose(Tensor, Tensor, double, double)] with NumPy's tolerances, 1e-5 and 1e-8.
    public static boolean allClose(Tensor a, Tensor b) {
        return allClose(a, b, 1e-5, 1e-8);
    }
}
