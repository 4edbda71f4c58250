package org.cotangent.core;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.op.Dot;
import org.cotangent.op.Reduce;
import org.cotangent.op.Sum;

/// Sums, extremes and products along axes, and matrix products.
public class ReduceOps extends ShapeOps {
    ReduceOps() {
    }

    /// The sum along the axes, which the result lacks; none given: all.
    public static Tensor sum(Tensor x, int... axes) {
        var along = Shapes.axes(x.type(), axes);
        if (along.isEmpty()) {
            return x;
        }
        if (x.dtype().isHalf()) {
            return convert(sum(convert(x, DType.FLOAT32), axes), x.dtype());
        }
        return Dispatch.bind(new Sum(along), x.dtype() == DType.BOOL ? convert(x, DType.INT64) : x);
    }

    /// The arithmetic mean along the axes; of nothing NaN.
    public static Tensor mean(Tensor x, int... axes) {
        var y = sum(x, axes);
        double n = 1;
        for (int a : Shapes.axes(x.type(), axes)) {
            n *= x.size(a);
        }
        return div(y, scalar(n));
    }

    /// The largest element along the axes; ties share the gradient evenly.
    public static Tensor max(Tensor x, int... axes) {
        return reduce(Reduce.Kind.MAX, x, axes);
    }

    /// The smallest element along the axes; ties share the gradient evenly.
    public static Tensor min(Tensor x, int... axes) {
        return reduce(Reduce.Kind.MIN, x, axes);
    }

    /// The product along the axes.
    public static Tensor prod(Tensor x, int... axes) {
        return reduce(Reduce.Kind.PROD, x, axes);
    }

    /// Whether all hold along the axes.
    public static Tensor all(Tensor x, int... axes) {
        return reduce(Reduce.Kind.AND, x, axes);
    }

    /// Whether any holds along the axes.
    public static Tensor any(Tensor x, int... axes) {
        return reduce(Reduce.Kind.OR, x, axes);
    }

    private static Tensor reduce(Reduce.Kind kind, Tensor x, int[] axes) {
        var along = Shapes.axes(x.type(), axes);
        if (x.dtype().isHalf()) {
            return convert(reduce(kind, convert(x, DType.FLOAT32), axes), x.dtype());
        }
        return along.isEmpty() ? x : Dispatch.bind(new Reduce(kind, along), x);
    }

    /// For each element the product of the others along the axes; exact where there are zeros.
    public static Tensor productOfOthers(Tensor x, List<Integer> axes) {
        throw new UnsupportedException("differentiate a product", x.type().toString(), "TEMPORARY");
    }

    /// Matrix product over the last axis of `x` and the last but one of `y`, batched over leading axes as NumPy does.
    public static Tensor matmul(Tensor x, Tensor y) {
        var dtype = Promotion.common(x, y);
        if (dtype.isHalf()) {
            return convert(matmul(convert(x, DType.FLOAT32), convert(y, DType.FLOAT32)), dtype);
        }
        var a = convert(x, dtype);
        var b = convert(y, dtype);
        if (a.rank() == 0 || b.rank() == 0) {
            throw new ShapeException("take a matrix product", a.type() + " and " + b.type(), "a scalar has no axis to contract; use mul");
        }
        if (a.rank() <= 2 && b.rank() <= 2) {
            return Dispatch.bind(new Dot(List.of(a.rank() - 1), List.of(0), List.of(), List.of()), a, b);
        }
        return batched(a, b);
    }

    private static Tensor batched(Tensor a, Tensor b) {
        if (a.rank() == 1) {
            var y = matmul(expandDims(a, 0), b);
            return reshape(y, y.shape().remove(y.rank() - 2).sizes());
        }
        if (b.rank() == 1) {
            var y = matmul(a, expandDims(b, 1));
            return reshape(y, y.shape().remove(y.rank() - 1).sizes());
        }
        if (b.rank() == 2) {
            return Dispatch.bind(new Dot(List.of(a.rank() - 1), List.of(0), List.of(), List.of()), a, b);
        }
        var lead = Shape.broadcast(lead(a), lead(b));
        if (lead == null) {
            throw new ShapeException("take a batched matrix product", a.type() + " and " + b.type(), "make the leading axes equal or 1");
        }
        var axes = IntStream.range(0, lead.rank()).boxed().toList();
        int r = lead.rank();
        return Dispatch.bind(new Dot(List.of(r + 1), List.of(r), axes, axes), stretch(a, lead), stretch(b, lead));
    }

    private static Shape lead(Tensor t) {
        return t.shape().remove(-1).remove(-1);
    }

    private static Tensor stretch(Tensor t, Shape lead) {
        return broadcastTo(t, lead.insert(lead.rank(), t.size(-2)).insert(lead.rank() + 1, t.size(-1)));
    }
}
