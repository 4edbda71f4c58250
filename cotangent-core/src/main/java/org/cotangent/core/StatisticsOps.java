package org.cotangent.core;

import java.util.stream.IntStream;

/// Spread, norms, order statistics and reductions that pass over NaN. Axes as in [ReduceOps].
public class StatisticsOps extends CumulativeOps {
    StatisticsOps() {
    }

    /// The variance along the axes, the mean square deviation from the mean; computed in two passes.
    public static Tensor var(Tensor x, int... axes) {
        return var(0, x, KeepDims.NO, axes);
    }

    /// The variance along the axes.
    public static Tensor var(Tensor x, KeepDims keep, int... axes) {
        return var(0, x, keep, axes);
    }

    /// The sum of squared deviations from the mean divided by n - `ddof`, along the axes: 1 for the unbiased
    /// estimate. NaN where n = `ddof`.
    public static Tensor var(int ddof, Tensor x, int... axes) {
        return var(ddof, x, KeepDims.NO, axes);
    }

    /// The sum of squared deviations from the mean divided by n - `ddof`, along the axes.
    public static Tensor var(int ddof, Tensor x, KeepDims keep, int... axes) {
        return Shapes.wide(x, t -> {
            var deviation = sub(t, Ops.mean(t, KeepDims.YES, axes));
            double n = Math.max(0, Shapes.count(t.type(), axes) - ddof);
            return div(Ops.sum(square(deviation), keep, axes), scalar(n));
        });
    }

    /// The standard deviation along the axes, the root of [#var(Tensor, int...)]; gradient 0 where there is no
    /// deviation.
    public static Tensor std(Tensor x, int... axes) {
        return std(0, x, KeepDims.NO, axes);
    }

    /// The standard deviation along the axes.
    public static Tensor std(Tensor x, KeepDims keep, int... axes) {
        return std(0, x, keep, axes);
    }

    /// The standard deviation with divisor n - `ddof` along the axes.
    public static Tensor std(int ddof, Tensor x, int... axes) {
        return std(ddof, x, KeepDims.NO, axes);
    }

    /// The standard deviation with divisor n - `ddof` along the axes.
    public static Tensor std(int ddof, Tensor x, KeepDims keep, int... axes) {
        return Shapes.wide(x, t -> safeSqrt(var(ddof, t, keep, axes)));
    }

    /// The root, whose derivatives of every order are 0 where it is 0.
    private static Tensor safeSqrt(Tensor x) {
        var zero = eq(x, scalar(0));
        return where(zero, scalar(0), sqrt(where(zero, scalar(1), x)));
    }

    /// The covariance matrix of the rows of `x: [variables, observations]`, divisor n - 1; of a vector its variance.
    public static Tensor cov(Tensor x) {
        return cov(1, x);
    }

    /// The covariance matrix of the rows of `x: [variables, observations]`, divisor n - `ddof`; of a vector its
    /// variance.
    public static Tensor cov(int ddof, Tensor x) {
        if (x.rank() != 1 && x.rank() != 2) {
            throw new ShapeException("take a covariance", x.type().toString(),
                    "give [variables, observations] or one variable");
        }
        return Shapes.wide(x, t -> {
            var d = sub(t, Ops.mean(t, KeepDims.YES, -1));
            double n = Math.max(0, t.size(-1) - ddof);
            return div(inner(d, d), scalar(n));
        });
    }

    /// The Euclidean norm along the axes; gradient 0 where it is 0.
    public static Tensor norm(Tensor x, int... axes) {
        return norm(2, x, KeepDims.NO, axes);
    }

    /// The Euclidean norm along the axes.
    public static Tensor norm(Tensor x, KeepDims keep, int... axes) {
        return norm(2, x, keep, axes);
    }

    /// The p-norm `(sum |x|^p)^(1/p)` along the axes; infinities take the largest or smallest |x|, 0 counts what is
    /// not 0.
    ///
    /// Where the norm is 0 its gradient is 0.
    public static Tensor norm(double p, Tensor x, int... axes) {
        return norm(p, x, KeepDims.NO, axes);
    }

    /// The p-norm along the axes.
    public static Tensor norm(double p, Tensor x, KeepDims keep, int... axes) {
        if (!x.dtype().isFloat()) {
            return norm(p, convert(x, DType.FLOAT32), keep, axes);
        }
        return Shapes.wide(x, t -> {
            if (p == 2) {
                return safeSqrt(Ops.sum(square(t), keep, axes));
            }
            if (p == 1) {
                return Ops.sum(abs(t), keep, axes);
            }
            if (p == 0) {
                return Ops.sum(convert(ne(t, scalar(0)), t.dtype()), keep, axes);
            }
            if (Double.isInfinite(p)) {
                return p > 0 ? Ops.max(abs(t), keep, axes) : Ops.min(abs(t), keep, axes);
            }
            return generalNorm(p, t, keep, axes);
        });
    }

    /// Powers of 0 are kept out of the derivatives.
    private static Tensor generalNorm(double p, Tensor x, KeepDims keep, int[] axes) {
        var zero = eq(x, scalar(0));
        var powers = where(zero, scalar(p > 0 ? 0 : Double.POSITIVE_INFINITY),
                pow(where(zero, scalar(1), abs(x)), scalar(p)));
        var s = Ops.sum(powers, keep, axes);
        var edge = or(eq(s, scalar(0)), not(isFinite(s)));
        var large = eq(s, scalar(p > 0 ? Double.POSITIVE_INFINITY : 0));
        var atEdge = where(ne(s, s), s, where(large, scalar(Double.POSITIVE_INFINITY), scalar(0)));
        return where(edge, atEdge, pow(where(edge, scalar(1), s), scalar(1 / p)));
    }

    /// The median along the axes: the middle element in order, or the mean of the middle two; NaN where one is NaN.
    public static Tensor median(Tensor x, int... axes) {
        return quantile(x, 0.5, axes);
    }

    /// The `q`-quantile along the axes, 0 <= q <= 1, interpolated linearly between neighbours in order; NaN where one
    /// is NaN.
    public static Tensor quantile(Tensor x, double q, int... axes) {
        return quantile(x, q, KeepDims.NO, axes);
    }

    /// The `q`-quantile along the axes.
    public static Tensor quantile(Tensor x, double q, KeepDims keep, int... axes) {
        long n = Shapes.count(x.type(), axes);
        if (!(q >= 0 && q <= 1) || n == 0) {
            throw new NumericsException("take the " + q + "-quantile of " + n + " elements", x.type().toString(),
                    "give a q from 0 to 1 and one element or more");
        }
        if (!x.dtype().isFloat()) {
            return quantile(convert(x, DType.FLOAT32), q, keep, axes);
        }
        var y = Shapes.wide(x, t -> interpolated(sort(lastAxis(t, axes), -1), q * (n - 1)));
        return keep == KeepDims.NO ? y : Ops.keepDims(y, x.shape(), axes);
    }

    private static Tensor interpolated(Tensor sorted, double place) {
        long low = (long) Math.floor(place);
        double weight = place - low;
        var a = element(sorted, low);
        var y = weight == 0 ? a : add(mul(a, scalar(1 - weight)), mul(element(sorted, low + 1), scalar(weight)));
        var last = element(sorted, sorted.size(-1) - 1);
        return where(ne(last, last), last, y);
    }

    /// Element `i` along the last axis.
    private static Tensor element(Tensor x, long i) {
        return Ops.select(x, -1, i);
    }

    /// The reduced axes moved behind the others, as one.
    private static Tensor lastAxis(Tensor x, int[] axes) {
        var along = Shapes.axes(x.type(), axes);
        var kept = IntStream.range(0, x.rank()).filter(a -> !along.contains(a)).toArray();
        var order = IntStream.concat(IntStream.of(kept), along.stream().mapToInt(a -> a)).toArray();
        var sizes = IntStream.of(kept).mapToLong(x::size).toArray();
        return reshape(permute(x, order), Shape.of(sizes).insert(sizes.length, Shapes.count(x.type(), axes)).sizes());
    }

    /// Whether x is not a number.
    private static Tensor nan(Tensor x) {
        return ne(x, x);
    }

    /// The sum along the axes of what is not NaN.
    public static Tensor nansum(Tensor x, int... axes) {
        return Ops.sum(where(nan(x), scalar(0), x), axes);
    }

    /// The mean along the axes of what is not NaN; NaN where all is.
    public static Tensor nanmean(Tensor x, int... axes) {
        return Shapes.wide(x, t -> div(nansum(t, axes), convert(Ops.sum(not(nan(t)), axes), t.dtype())));
    }

    /// The product along the axes of what is not NaN.
    public static Tensor nanprod(Tensor x, int... axes) {
        return Ops.prod(where(nan(x), scalar(1), x), axes);
    }

    /// The largest along the axes of what is not NaN; -infinity where all is.
    public static Tensor nanmax(Tensor x, int... axes) {
        return Ops.max(where(nan(x), scalar(Double.NEGATIVE_INFINITY), x), axes);
    }

    /// The smallest along the axes of what is not NaN; infinity where all is.
    public static Tensor nanmin(Tensor x, int... axes) {
        return Ops.min(where(nan(x), scalar(Double.POSITIVE_INFINITY), x), axes);
    }

    /// The variance along the axes of what is not NaN.
    public static Tensor nanvar(Tensor x, int... axes) {
        return Shapes.wide(x, t -> {
            var mean = Ops.keepDims(nanmean(t, axes), t.shape(), axes);
            return nanmean(square(sub(t, mean)), axes);
        });
    }
}
