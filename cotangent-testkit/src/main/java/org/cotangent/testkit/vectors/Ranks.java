package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.List;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// Operators on elements in order: sorts, medians, quantiles.
final class Ranks {
    private Ranks() {
    }

    static void add(Map<String, Operator> out) {
        out.put("sort", a -> ReducingOperators.vector(a.tensor(0), x -> {
            int axis = a.axis(1, "dim", x, -1);
            boolean down = a.flag(2, "descending", false);
            var at = down ? argsortDescending(x, axis) : argsort(x, axis);
            return List.of(takeAlongAxis(x, at, axis), at);
        }));
        out.put("msort", one(a -> sort(a.tensor(0), 0)));
        out.put("topk", a -> ReducingOperators.vector(a.tensor(0), x -> {
            int axis = a.axis(2, "dim", x, -1);
            var r = a.flag(3, "largest", true) ? topK(x, a.integer(1, "k", 1), axis) : bottomK(x, a.integer(1, "k", 1),
                    axis);
            return List.of(r.values(), r.indices());
        }));
        out.put("kthvalue", a -> ranked(a, a.integer(1, "k", 1) - 1, 2, 3));
        out.put("median", a -> median(a));
        out.put("nanmedian", a -> median(a));
        out.put("quantile", one(Ranks::quantiles));
        out.put("nanquantile", one(Ranks::quantiles));
    }

    private static List<Tensor> median(Args a) {
        if (!a.has(1, "dim")) {
            var flat = ravel(a.tensor(0));
            return List.of(select(sort(flat, 0), 0, (flat.size(0) - 1) / 2));
        }
        var x = a.tensor(0);
        long n = x.rank() == 0 ? 1 : x.size(a.axis(1, "dim", x, 0));
        return ranked(a, (n - 1) / 2, 1, 2);
    }

    /// The element of a rank along an axis, and its index.
    private static List<Tensor> ranked(Args a, long rank, int dim, int keep) {
        var x = a.tensor(0).rank() == 0 ? a.tensor(0).reshape(1) : a.tensor(0);
        int axis = a.axis(dim, "dim", x, -1);
        var at = slice(argsort(x, axis), axis, rank, rank + 1);
        var values = takeAlongAxis(x, at, axis);
        if (a.tensor(0).rank() == 0) {
            return List.of(values.reshape(), at.reshape());
        }
        return a.flag(keep, "keepdim", false) ? List.of(values, at) : List.of(squeeze(values, axis), squeeze(at, axis));
    }

    private static Tensor quantiles(Args a) {
        var q = a.tensor(1, "q").to(DType.FLOAT64);
        var x = a.tensor(0);
        boolean all = !a.has(2, "dim");
        var wide = all || x.rank() == 0 ? ravel(x) : x;
        int axis = all ? 0 : a.axis(2, "dim", wide, 0);
        var sorted = moveAxis(sort(wide, axis), axis, 0);
        var at = q.mul(scalar((double) (sorted.size(0) - 1)));
        var low = floor(at);
        var below = take(sorted, low.to(DType.INT64), 0);
        var above = take(sorted, ceil(at).to(DType.INT64), 0);
        var shape = new long[below.rank()];
        java.util.Arrays.fill(shape, 1);
        if (q.rank() == 1) {
            shape[0] = q.size(0);
        }
        var y = switch (a.text(-1, "interpolation", "linear")) {
            case "lower" -> below;
            case "higher" -> above;
            case "midpoint" -> where(eq(low, ceil(at)).reshape(shape), below, below.add(above).mul(0.5));
            case "nearest" -> take(sorted, round(at).to(DType.INT64), 0);
            default -> lerp(below, above, at.sub(low).reshape(shape));
        };
        if (!a.flag(3, "keepdim", false)) {
            return y;
        }
        int lead = q.rank();
        if (all || x.rank() == 0) {
            var sizes = new long[lead + x.rank()];
            java.util.Arrays.fill(sizes, 1);
            if (lead > 0) {
                sizes[0] = q.size(0);
            }
            return y.reshape(sizes);
        }
        return expandDims(y, axis + lead);
    }
}
