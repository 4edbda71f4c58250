package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.KeepDims;
import org.cotangent.core.Tensor;

/// Operators that combine elements along axes, or put them in order.
final class ReducingOperators {
    /// A reduction along axes, all of them where none are given.
    interface Reducer {
        Tensor apply(Tensor x, KeepDims keep, int... axes);
    }

    private ReducingOperators() {
    }

    static void add(Map<String, Operator> out) {
        reductions(out);
        spreads(out);
        extremes(out);
        running(out);
        differences(out);
        Norms.add(out);
        Ranks.add(out);
    }

    static Tensor reduce(Reducer f, Tensor x, int[] axes, KeepDims keep) {
        return f.apply(x, keep, axes == null || x.rank() == 0 ? new int[0] : axes);
    }

    private static void reduction(Map<String, Operator> out, String name, Reducer f) {
        out.put(name, one(a -> reduce(f, a.tensor(0), a.axes(1, "dim", a.tensor(0)), a.keep(2, "keepdim"))));
    }

    private static Reducer keeping(java.util.function.BiFunction<Tensor, int[], Tensor> f) {
        return (x, keep, axes) -> keep == KeepDims.NO ? f.apply(x, axes) : keepDims(f.apply(x, axes), x.shape(), axes);
    }

    private static void reductions(Map<String, Operator> out) {
        reduction(out, "sum", (x, keep, axes) -> sum(x, keep, axes));
        reduction(out, "mean", (x, keep, axes) -> mean(x, keep, axes));
        reduction(out, "prod", (x, keep, axes) -> prod(x, keep, axes));
        reduction(out, "amax", (x, keep, axes) -> max(x, keep, axes));
        reduction(out, "amin", (x, keep, axes) -> min(x, keep, axes));
        reduction(out, "logsumexp", (x, keep, axes) -> logsumexp(x, keep, axes));
        reduction(out, "nansum", keeping((x, axes) -> nansum(x, axes)));
        reduction(out, "nanmean", keeping((x, axes) -> nanmean(x, axes)));
    }

    private static int ddof(Args a) {
        return a.hasName("correction") ? a.integer(-1, "correction", 1) : a.flag(-1, "unbiased", true) ? 1 : 0;
    }

    private static int[] axes(Args a) {
        var n = a.node(1, "dim");
        return n != null && n.isBoolean() ? null : a.axes(1, "dim", a.tensor(0));
    }

    private static Tensor spread(Args a, boolean root) {
        int ddof = a.node(1, "") != null && a.node(1, "").isBoolean() ? (a.flag(1, "", true) ? 1 : 0) : ddof(a);
        Reducer f = root ? (x, keep, axes) -> std(ddof, x, keep, axes) : (x, keep, axes) -> var(ddof, x, keep, axes);
        return reduce(f, a.tensor(0), axes(a), a.keep(-1, "keepdim"));
    }

    private static void spreads(Map<String, Operator> out) {
        Reducer mean = (x, keep, axes) -> mean(x, keep, axes);
        out.put("std", one(a -> spread(a, true)));
        out.put("var", one(a -> spread(a, false)));
        out.put("std_mean", a -> List.of(spread(a, true), reduce(mean, a.tensor(0), axes(a), a.keep(-1, "keepdim"))));
        out.put("var_mean", a -> List.of(spread(a, false), reduce(mean, a.tensor(0), axes(a), a.keep(-1, "keepdim"))));
        out.put("cov", one(a -> covariance(a.tensor(0), a.integer(1, "correction", 1), a.optional(2, "fweights"),
                a.optional(3, "aweights"))));
        out.put("corrcoef", one(a -> {
            var c = covariance(a.tensor(0), 1, null, null);
            if (c.rank() == 0) {
                return c.div(c);
            }
            var d = sqrt(diagonal(c));
            return c.div(outer(d, d));
        }));
    }

    private static Tensor covariance(Tensor x, int correction, Tensor f, Tensor a) {
        if (f == null && a == null) {
            var c = cov(correction, x);
            return c.shape().count() == 1 ? c.reshape() : c;
        }
        var rows = x.rank() < 2 ? x.reshape(1, -1) : x;
        var w = f == null ? a.to(DType.FLOAT64) : a == null ? f.to(DType.FLOAT64)
                : f.to(DType.FLOAT64).mul(a.to(DType.FLOAT64));
        var total = sum(w);
        var norm = a == null || correction == 0 ? total.sub(correction)
                : total.sub(sum(w.mul(a.to(DType.FLOAT64))).div(total).mul(correction));
        var centred = rows.sub(sum(rows.mul(w), KeepDims.YES, 1).div(total));
        var c = centred.mul(w).matmul(transpose(centred)).div(norm);
        return c.shape().count() == 1 ? c.reshape() : c;
    }

    private static void extremes(Map<String, Operator> out) {
        out.put("max", a -> extreme(a, true));
        out.put("min", a -> extreme(a, false));
        out.put("cummax", a -> indexed(a, true));
        out.put("cummin", a -> indexed(a, false));
    }

    private static List<Tensor> extreme(Args a, boolean largest) {
        var x = a.tensor(0);
        if (a.count() > 1 && a.isTensor(1, "")) {
            return List.of(largest ? max(x, a.tensor(1)) : min(x, a.tensor(1)));
        }
        if (!a.has(1, "dim")) {
            return List.of(largest ? max(x) : min(x));
        }
        var wide = x.rank() == 0 ? x.reshape(1) : x;
        int axis = a.axis(1, "dim", x, 0);
        var at = expandDims(largest ? argmax(wide, axis) : argmin(wide, axis), axis);
        var values = takeAlongAxis(wide, at, axis);
        boolean keep = a.flag(2, "keepdim", false) && x.rank() > 0;
        return keep ? List.of(values, at) : List.of(squeeze(values, axis), squeeze(at, axis));
    }

    /// Running extremes with the indices at which they stand: the last of equal ones.
    private static List<Tensor> indexed(Args a, boolean largest) {
        return vector(a.tensor(0), x -> {
            int axis = a.axis(1, "dim", x, 0);
            var best = largest ? cummax(x, axis) : cummin(x, axis);
            var here = where(eq(x, best), indices(x.shape(), axis), zerosLike(indices(x.shape(), axis)));
            return List.of(best, cummax(here, axis));
        });
    }

    /// Runs on a vector where `x` is a scalar, and gives scalars back.
    static List<Tensor> vector(Tensor x, java.util.function.Function<Tensor, List<Tensor>> f) {
        return x.rank() > 0 ? f.apply(x) : f.apply(x.reshape(1)).stream().map(t -> t.reshape()).toList();
    }

    static Tensor vectorOf(Tensor x, UnaryOperator<Tensor> f) {
        return vector(x, t -> List.of(f.apply(t))).getFirst();
    }

    private static void along(Map<String, Operator> out, String name, java.util.function.BiFunction<Tensor, Integer,
            Tensor> f) {
        out.put(name, one(a -> vectorOf(a.tensor(0), x -> f.apply(x, a.axis(1, "dim", x, 0)))));
    }

    private static void running(Map<String, Operator> out) {
        along(out, "cumsum", (x, axis) -> cumsum(x, axis));
        along(out, "cumprod", (x, axis) -> cumprod(x, axis));
        along(out, "logcumsumexp", (x, axis) -> logcumsumexp(x, axis));
        along(out, "softmax", (x, axis) -> softmax(x, axis));
        along(out, "log_softmax", (x, axis) -> logSoftmax(x, axis));
        along(out, "nn.functional.softmin", (x, axis) -> softmax(x.neg(), axis));
    }

    private static void differences(Map<String, Operator> out) {
        out.put("diff", one(a -> {
            int axis = a.axis(2, "dim", a.tensor(0), -1);
            var parts = new java.util.ArrayList<Tensor>();
            if (a.has(3, "prepend")) {
                parts.add(a.tensor(3, "prepend"));
            }
            parts.add(a.tensor(0));
            if (a.has(4, "append")) {
                parts.add(a.tensor(4, "append"));
            }
            var x = concat(parts, axis);
            for (int i = a.integer(1, "n", 1); i > 0 && x.size(axis) > 0; i--) {
                x = slice(x, axis, 1, x.size(axis)).sub(slice(x, axis, 0, x.size(axis) - 1));
            }
            return x;
        }));
        for (var name : List.of("trapezoid", "trapz")) {
            out.put(name, one(a -> sum(steps(a), a.axis(-1, "dim", a.tensor(0), -1))));
        }
        out.put("cumulative_trapezoid", one(a -> cumsum(steps(a), a.axis(-1, "dim", a.tensor(0), -1))));
        out.put("gradient", a -> Spacing.gradient(a));
    }

    private static Tensor steps(Args a) {
        var y = a.tensor(0);
        int axis = a.axis(-1, "dim", y, -1);
        var mean = slice(y, axis, 1, y.size(axis)).add(slice(y, axis, 0, y.size(axis) - 1)).mul(0.5);
        if (!a.isTensor(1, "x")) {
            return mean.mul(a.number(-1, "dx", a.number(1, "dx", 1)));
        }
        var x = a.tensor(1, "x");
        int at = x.rank() == 1 ? 0 : axis - y.rank() + x.rank();
        var dx = slice(x, at, 1, x.size(at)).sub(slice(x, at, 0, x.size(at) - 1));
        if (x.rank() == 1 && y.rank() > 1) {
            var sizes = new long[y.rank()];
            java.util.Arrays.fill(sizes, 1);
            sizes[axis] = dx.size(0);
            dx = dx.reshape(sizes);
        }
        return mean.mul(dx);
    }
}
