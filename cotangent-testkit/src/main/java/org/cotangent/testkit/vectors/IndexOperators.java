package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.Map;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.Update;
import tools.jackson.databind.JsonNode;

/// Operators that read and write elements at indices.
final class IndexOperators {
    private IndexOperators() {
    }

    static void add(Map<String, Operator> out) {
        reads(out);
        writes(out);
        windows(out);
        out.put("__getitem__", one(a -> item(a.tensor(0), a.node(1, ""), a)));
    }

    private static Tensor wide(Tensor x) {
        return x.rank() == 0 ? x.reshape(1) : x;
    }

    /// `f` on vectors where the tensor is a scalar; the result has the scalar's or the given rank.
    private static Tensor scalarSafe(Tensor x, java.util.function.UnaryOperator<Tensor> f, int rank) {
        var y = f.apply(wide(x));
        return x.rank() == 0 && rank == 0 && y.shape().count() == 1 ? y.reshape() : y;
    }

    private static void reads(Map<String, Operator> out) {
        out.put("gather", one(a -> scalarSafe(a.tensor(0), x -> gathered(x, wide(a.tensor(2)), a.axis(1, "dim", x, 0)),
                a.tensor(2).rank())));
        out.put("index_select",
                one(a -> scalarSafe(a.tensor(0), x -> take(x, a.tensor(2), a.axis(1, "dim", x, 0)),
                a.tensor(0).rank())));
        out.put("take_along_dim",
                one(a -> a.has(2, "dim") ? takeAlongAxis(a.tensor(0), a.tensor(1), a.axis(2, "dim", a.tensor(0), 0))
                : take(ravel(a.tensor(0)), ravel(a.tensor(1)), 0)));
        out.put("take", one(a -> take(ravel(a.tensor(0)), a.tensor(1), 0)));
        out.put("nn.functional.embedding", one(a -> embedding(a.tensor(0), a.tensor(1))));
        out.put("masked_select", one(a -> {
            var shape = Shape.broadcast(a.tensor(0).shape(), a.tensor(1).shape());
            return take(ravel(broadcastTo(a.tensor(0), shape)), places(broadcastTo(a.tensor(1), shape)), 0);
        }));
    }

    /// Row-major indices of what is true.
    private static Tensor places(Tensor mask) {
        return ravel(nonzero(ravel(mask)));
    }

    /// As takeAlongAxis where the indices may be fewer along the other axes too.
    private static Tensor gathered(Tensor x, Tensor indices, int axis) {
        var start = new long[x.rank()];
        var limit = indices.shape().sizes();
        limit[axis] = x.size(axis);
        return takeAlongAxis(slice(x, start, limit), indices, axis);
    }

    private static void writes(Map<String, Operator> out) {
        out.put("scatter", one(a -> written(a, Update.SET)));
        out.put("scatter_add", one(a -> written(a, Update.ADD)));
        out.put("scatter_reduce", one(IndexOperators::reduced));
        out.put("index_add", one(a -> scalarSafe(a.tensor(0),
                x -> put(x, wide(a.tensor(2)), wide(a.tensor(3)).mul(a.number(-1, "alpha", 1)),
                a.axis(1, "dim", x, 0), Update.ADD), a.tensor(0).rank())));
        out.put("index_copy", one(a -> scalarSafe(a.tensor(0), x -> put(x, wide(a.tensor(2)), wide(a.tensor(3)),
                a.axis(1, "dim", x, 0), Update.SET), a.tensor(0).rank())));
        out.put("index_fill", one(a -> scalarSafe(a.tensor(0), x -> filled(x, a), a.tensor(0).rank())));
        out.put("index_put", one(a -> putAt(a.tensor(0), a.tensors(1), a.tensor(2), a.flag(-1, "accumulate", false)
                ? Update.ADD : Update.SET)));
        out.put("index_reduce", one(IndexOperators::indexReduced));
        out.put("masked_scatter", one(a -> {
            var x = a.tensor(0);
            var at = places(broadcastTo(a.tensor(1), x.shape()));
            var values = slice(ravel(a.tensor(2)), 0, 0, at.size(0));
            return put(ravel(x), at, values, 0, Update.SET).reshape(x.shape().sizes());
        }));
    }

    private static Tensor filled(Tensor x, Args a) {
        int axis = a.axis(1, "dim", x, 0);
        var sizes = x.shape().sizes();
        sizes[axis] = wide(a.tensor(2)).size(0);
        return put(x, wide(a.tensor(2)), broadcastTo(a.tensor(3).to(x.dtype()), Shape.of(sizes)), axis, Update.SET);
    }

    private static Tensor written(Args a, Update update) {
        return scalarSafe(a.tensor(0), x -> {
            var at = wide(a.tensor(2));
            var values = a.isTensor(3, "src") ? fitted(wide(a.tensor(3, "src")), at)
                    : broadcastTo(a.tensor(3, "value").to(x.dtype()), at.shape());
            return putAlongAxis(x, at, values, a.axis(1, "dim", x, 0), update);
        }, a.tensor(0).rank());
    }

    private static Tensor fitted(Tensor values, Tensor at) {
        return values.shape().equals(at.shape()) ? values : slice(values, new long[at.rank()], at.shape().sizes());
    }

    private static Update update(String reduce) {
        return switch (reduce) {
            case "sum", "mean" -> Update.ADD;
            case "prod" -> Update.MUL;
            case "amax" -> Update.MAX;
            case "amin" -> Update.MIN;
            default -> throw new MissingOperation("reduction `" + reduce + "`");
        };
    }

    private static double neutral(String reduce) {
        return switch (reduce) {
            case "prod" -> 1;
            case "amax" -> Double.NEGATIVE_INFINITY;
            case "amin" -> Double.POSITIVE_INFINITY;
            default -> 0;
        };
    }

    private static Tensor reduced(Args a) {
        var reduce = a.text(4, "reduce", "sum");
        return scalarSafe(a.tensor(0), x -> {
            int axis = a.axis(1, "dim", x, 0);
            var at = wide(a.tensor(2));
            var values = fitted(wide(a.tensor(3)), at);
            var hits = putAlongAxis(zerosLike(x), at, onesLike(values), axis, Update.ADD);
            boolean self = a.flag(5, "include_self", true);
            var base = self ? x : where(hits.gt(0), fullLike(x, neutral(reduce)), x);
            var y = putAlongAxis(base, at, values, axis, update(reduce));
            return reduce.equals("mean") ? y.div(max(self ? hits.add(1) : hits, onesLike(hits))) : y;
        }, a.tensor(0).rank());
    }

    private static Tensor indexReduced(Args a) {
        var reduce = a.text(4, "reduce", "prod");
        return scalarSafe(a.tensor(0), x -> {
            int axis = a.axis(1, "dim", x, 0);
            var at = wide(a.tensor(2));
            var values = wide(a.tensor(3));
            var hits = put(zerosLike(x), at, onesLike(values), axis, Update.ADD);
            boolean self = a.flag(-1, "include_self", true);
            var base = self ? x : where(hits.gt(0), fullLike(x, neutral(reduce)), x);
            var y = put(base, at, values, axis, update(reduce));
            return reduce.equals("mean") ? y.div(max(self ? hits.add(1) : hits, onesLike(hits))) : y;
        }, a.tensor(0).rank());
    }

    private static void windows(Map<String, Operator> out) {
        out.put("select_scatter", one(a -> {
            int axis = a.axis(2, "dim", a.tensor(0), 0);
            long at = a.integer(3, "index", 0);
            at = at < 0 ? at + a.tensor(0).size(axis) : at;
            return put(a.tensor(0), tensor(at), expandDims(a.tensor(1), axis), axis, Update.SET);
        }));
        out.put("slice_scatter", one(a -> {
            int axis = a.axis(2, "dim", a.tensor(0), 0);
            long end = Math.min(a.integer(4, "end", Integer.MAX_VALUE), a.tensor(0).size(axis));
            var at = arange(a.integer(3, "start", 0), end, a.integer(5, "step", 1), org.cotangent.core.DType.INT64);
            return put(a.tensor(0), at, a.tensor(1), axis, Update.SET);
        }));
    }

    private static Tensor item(Tensor x, JsonNode index, Args a) {
        if (Json.isTensor(index)) {
            var i = a.tensor(1);
            return i.dtype() == org.cotangent.core.DType.BOOL ? take(x, places(i), 0) : take(x, i, 0);
        }
        if (index.isArray() && index.valueStream().allMatch(JsonNode::isIntegralNumber)) {
            return take(x, tensor(Json.longs(index, "index")), 0);
        }
        int axis = 0;
        for (var part : index.isArray() ? index : tools.jackson.databind.node.JsonNodeFactory.instance.arrayNode()
                .add(index)) {
            if (part.has("slice")) {
                var s = part.get("slice");
                long n = x.size(axis);
                x = slice(x, axis, s.get(0).isNull() ? 0 : s.get(0).asLong(),
                        s.get(1).isNull() ? n : Math.min(n, s.get(1).asLong()),
                        s.get(2).isNull() ? 1 : s.get(2).asLong());
                axis++;
            } else {
                x = select(x, axis, Json.integer(part, "index"));
            }
        }
        return x;
    }
}
