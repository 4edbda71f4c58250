package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.List;
import java.util.Map;
import org.cotangent.TensorFn2;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// Products of matrices and vectors.
final class ProductOperators {
    private ProductOperators() {
    }

    static void add(Map<String, Operator> out) {
        pairs(out);
        sums(out);
        out.put("einsum", one(a -> einsum(a.text(1, "equation", ""), a.tensors(0).toArray(Tensor[]::new))));
        out.put("linalg.multi_dot", one(a -> multiDot(a.tensors(0).toArray(Tensor[]::new))));
        out.put("tensordot", one(ProductOperators::contracted));
        out.put("linalg.vecdot",
                one(a -> org.cotangent.core.Ops.sum(a.tensor(0).mul(a.tensor(1)), a.axis(-1, "dim", a.tensor(0), -1))));
        out.put("cross", one(a -> crossed(a, false)));
        out.put("linalg.cross", one(a -> crossed(a, true)));
        out.put("linalg.vander",
                one(a -> vandermonde(ShapeOperators.atLeast(a.tensor(0), 1),
                a.integer(-1, "N", a.tensor(0).rank() == 0 ? 1 : (int) a.tensor(0).size(-1)))));
        out.put("linalg.matrix_power", one(a -> power(a.tensor(0), a.integer(1, "n", 1))));
        out.put("nn.functional.linear", one(a -> {
            var w = a.tensor(1);
            var y = w.rank() == 1 ? inner(a.tensor(0), w) : a.tensor(0).matmul(transpose(w));
            return a.has(2, "bias") ? y.add(a.tensor(2, "bias")) : y;
        }));
        out.put("nn.functional.bilinear", one(a -> {
            var y = einsum("...i,kij,...j->...k", a.tensor(0), a.tensor(2), a.tensor(1));
            return a.has(3, "bias") ? y.add(a.tensor(3, "bias")) : y;
        }));
    }

    private static void pair(Map<String, Operator> out, String name, TensorFn2 f) {
        out.put(name, one(a -> f.apply(a.tensor(0), a.tensor(1))));
    }

    private static void pairs(Map<String, Operator> out) {
        for (var name : List.of("matmul", "__rmatmul__", "mm", "bmm", "mv")) {
            pair(out, name, name.startsWith("__r") ? (x, y) -> y.matmul(x) : (x, y) -> x.matmul(y));
        }
        pair(out, "dot", (x, y) -> dot(x, y));
        pair(out, "vdot", (x, y) -> dot(x, y));
        pair(out, "inner", (x, y) -> x.rank() == 0 || y.rank() == 0 ? x.mul(y) : inner(x, y));
        pair(out, "outer", (x, y) -> outer(x, y));
        pair(out, "ger", (x, y) -> outer(x, y));
        pair(out, "kron", (x, y) -> kron(x, y));
    }

    /// beta times the first plus alpha times a product of the other two.
    private static void sum(Map<String, Operator> out, String name, TensorFn2 product) {
        out.put(name, one(a -> a.tensor(0).mul(a.number(-1, "beta", 1))
                .add(product.apply(a.tensor(1), a.tensor(2)).mul(a.number(-1, "alpha", 1)))));
    }

    private static void sums(Map<String, Operator> out) {
        sum(out, "addmm", (x, y) -> x.matmul(y));
        sum(out, "addmv", (x, y) -> x.matmul(y));
        sum(out, "baddbmm", (x, y) -> x.matmul(y));
        sum(out, "addbmm", (x, y) -> org.cotangent.core.Ops.sum(x.matmul(y), 0));
        sum(out, "addr", (x, y) -> outer(x, y));
    }

    private static Tensor contracted(Args a) {
        var dims = a.node(-1, "dims");
        if (dims == null || !dims.isArray()) {
            return tensordot(a.tensor(0), a.tensor(1), a.integer(2, "dims", 2));
        }
        return tensordot(a.tensor(0), a.tensor(1), Json.ints(dims.get(0), "dims"), Json.ints(dims.get(1), "dims"));
    }

    private static Tensor crossed(Args a, boolean last) {
        var both = ShapeOperators.together(List.of(a.tensor(0), a.tensor(1)));
        var x = both.get(0);
        var y = both.get(1);
        int axis = 0;
        if (last || a.has(-1, "dim")) {
            axis = a.axis(-1, "dim", x, -1);
        } else {
            while (x.size(axis) != 3) {
                axis++;
            }
        }
        return roll(x, -1, axis).mul(roll(y, -2, axis)).sub(roll(x, -2, axis).mul(roll(y, -1, axis)));
    }

    private static Tensor vandermonde(Tensor x, int n) {
        var sizes = x.shape().insert(x.rank(), 1).sizes();
        var columns = new java.util.ArrayList<Tensor>();
        for (int k = 0; k < n; k++) {
            columns.add((k == 0 ? onesLike(x) : powInt(x, k)).reshape(sizes));
        }
        return concat(columns, x.rank());
    }

    private static Tensor power(Tensor x, int n) {
        if (n < 0) {
            throw new MissingOperation(Unavailable.FACTORS);
        }
        Tensor y = null;
        for (int i = 0; i < n; i++) {
            y = y == null ? x : y.matmul(x);
        }
        return y == null ? broadcastTo(eye(x.size(-1), DType.FLOAT64), x.shape()) : y;
    }
}
