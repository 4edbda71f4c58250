package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.KeepDims;
import org.cotangent.core.Tensor;
import org.cotangent.testkit.vectors.ReducingOperators.Reducer;

/// Reductions over those elements that a mask lets through.
final class MaskedOperators {
    private MaskedOperators() {
    }

    static void add(Map<String, Operator> out) {
        reduction(out, "sum", 0, (x, keep, axes) -> sum(x, keep, axes));
        reduction(out, "prod", 1, (x, keep, axes) -> prod(x, keep, axes));
        reduction(out, "amax", Double.NEGATIVE_INFINITY, (x, keep, axes) -> max(x, keep, axes));
        reduction(out, "amin", Double.POSITIVE_INFINITY, (x, keep, axes) -> min(x, keep, axes));
        reduction(out, "logsumexp", Double.NEGATIVE_INFINITY, (x, keep, axes) -> logsumexp(x, keep, axes));
        out.put("masked.mean", one(a -> total(a, a.tensor(0)).div(count(a))));
        out.put("masked.var", one(MaskedOperators::variance));
        out.put("masked.std", one(a -> sqrt(variance(a))));
        out.put("masked.norm", one(MaskedOperators::norm));
        along(out, "softmax", Double.NEGATIVE_INFINITY, (x, axis) -> softmax(x, axis));
        along(out, "log_softmax", Double.NEGATIVE_INFINITY, (x, axis) -> logSoftmax(x, axis));
        along(out, "softmin", Double.POSITIVE_INFINITY, (x, axis) -> softmax(x.neg(), axis));
        along(out, "cumsum", 0, (x, axis) -> cumsum(x, axis));
        along(out, "cumprod", 1, (x, axis) -> cumprod(x, axis));
        out.put("masked.normalize", one(a -> {
            var x = masked(a.tensor(0), a.optional(-1, "mask"), 0);
            return org.cotangent.core.Ops.normalize(a.number(1, "ord", 2), x, a.axis(2, "dim", x, 0), 1e-12);
        }));
        out.put("masked.logaddexp",
                one(a -> logaddexp(masked(a.tensor(0), a.optional(-1, "input_mask"), Double.NEGATIVE_INFINITY),
                masked(a.tensor(1), a.optional(-1, "other_mask"), Double.NEGATIVE_INFINITY))));
    }

    private static Tensor masked(Tensor x, Tensor mask, double otherwise) {
        return mask == null ? x : where(mask, x, scalar(otherwise));
    }

    private static void reduction(Map<String, Operator> out, String name, double neutral, Reducer f) {
        out.put("masked." + name, one(a -> {
            var x = masked(a.tensor(0), a.optional(-1, "mask"), neutral);
            return ReducingOperators.reduce(f, x, a.axes(1, "dim", x), a.keep(-1, "keepdim"));
        }));
    }

    private static void along(Map<String, Operator> out, String name, double neutral,
            java.util.function.BiFunction<Tensor, Integer, Tensor> f) {
        out.put("masked." + name,
                one(a -> ReducingOperators.vectorOf(masked(a.tensor(0), a.optional(-1, "mask"), neutral),
                x -> f.apply(x, a.axis(1, "dim", x, 0)))));
    }

    private static int[] axes(Args a, Tensor x) {
        return a.axes(-1, "dim", x);
    }

    private static Tensor total(Args a, Tensor x) {
        return ReducingOperators.reduce((t, k, on) -> sum(t, k, on), masked(x, a.optional(-1, "mask"), 0), axes(a, x),
                a.keep(-1, "keepdim"));
    }

    private static Tensor count(Args a) {
        return total(a, onesLike(a.tensor(0)));
    }

    private static Tensor variance(Args a) {
        var x = a.tensor(0);
        var mask = a.optional(-1, "mask");
        var seen = masked(x, mask, 0);
        var ones = masked(onesLike(x), mask, 0);
        Reducer sum = (t, k, on) -> sum(t, k, on);
        var mean = ReducingOperators.reduce(sum, seen, axes(a, x), KeepDims.YES)
                .div(ReducingOperators.reduce(sum, ones, axes(a, x), KeepDims.YES));
        var square = ReducingOperators.reduce(sum, masked(square(x.sub(mean)), mask, 0), axes(a, x),
                a.keep(-1, "keepdim"));
        var n = count(a).sub(a.flag(-1, "unbiased", true) ? 1.0 : 0.0);
        return square.div(max(n, zerosLike(n).to(DType.FLOAT64)));
    }

    private static Tensor norm(Args a) {
        double p = a.number(1, "ord", 2);
        var x = masked(a.tensor(0), a.optional(-1, "mask"), p == Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY
                : 0);
        return ReducingOperators.reduce((t, k, on) -> org.cotangent.core.Ops.norm(p, t, k, on), x, a.axes(2, "dim", x),
                a.keep(-1, "keepdim"));
    }
}
