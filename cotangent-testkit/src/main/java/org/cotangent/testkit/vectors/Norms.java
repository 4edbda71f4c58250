package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.Map;
import org.cotangent.core.KeepDims;
import org.cotangent.core.Tensor;

/// Norms and distances.
final class Norms {
    private Norms() {
    }

    static void add(Map<String, Operator> out) {
        out.put("norm", one(a -> norm(a, a.node(1, "p") == null ? "fro" : order(a, 1, "p"), 2, 3, "dim", false)));
        out.put("linalg.norm", one(a -> norm(a, order(a, 1, "ord"), 2, 3, "dim", true)));
        out.put("linalg.vector_norm",
                one(a -> vector(a.tensor(0), a.number(1, "ord", 2), a.axes(2, "dim", a.tensor(0)),
                a.keep(3, "keepdim"))));
        out.put("linalg.matrix_norm", one(a -> {
            var axes = a.axes(2, "dim", a.tensor(0));
            return matrix(a.tensor(0), a.node(1, "ord") == null ? "fro" : order(a, 1, "ord"),
                    axes == null ? last(a.tensor(0)) : axes, a.keep(3, "keepdim"));
        }));
        out.put("dist", one(a -> vector(a.tensor(0).sub(a.tensor(1)), a.number(2, "p", 2), null, KeepDims.NO)));
        out.put("cdist", one(a -> pairwiseDistances(a.number(2, "p", 2), a.tensor(0), a.tensor(1))));
        out.put("renorm", one(Norms::renorm));
        out.put("nn.functional.normalize", one(a -> normalize(a.number(1, "p", 2), a.tensor(0),
                a.axis(2, "dim", a.tensor(0), 1), a.number(3, "eps", 1e-12))));
        out.put("nn.functional.pairwise_distance", one(a -> {
            var d = a.tensor(0).sub(a.tensor(1)).add(a.number(3, "eps", 1e-6));
            return vector(d, a.number(2, "p", 2), new int[] {d.rank() - 1}, a.keep(4, "keepdim"));
        }));
        out.put("nn.functional.cosine_similarity", one(a -> {
            var both = ShapeOperators.together(java.util.List.of(a.tensor(0), a.tensor(1)));
            return cosineSimilarity(both.get(0), both.get(1), a.axis(2, "dim", both.get(0), 1),
                    a.number(3, "eps", 1e-8));
        }));
    }

    private static int[] last(Tensor x) {
        return new int[] {x.rank() - 2, x.rank() - 1};
    }

    /// The order as a text: a number, `fro`, `nuc`, or empty where none is given.
    private static String order(Args a, int position, String name) {
        var n = a.node(position, name);
        return n == null ? "" : n.isString() ? n.stringValue() : Double.toString(n.doubleValue());
    }

    private static Tensor norm(Args a, String order, int dim, int keep, String name, boolean matrices) {
        var x = a.tensor(0);
        var axes = a.axes(dim, name, x);
        var kept = a.keep(keep, "keepdim");
        if (order.isEmpty()) {
            return vector(x, 2, axes, kept);
        }
        if (order.equals("nuc")) {
            throw new MissingOperation(Unavailable.SVD);
        }
        if (order.equals("fro")) {
            return vector(x, 2, axes, kept);
        }
        boolean matrix = matrices && (axes == null ? x.rank() == 2 : axes.length == 2);
        return matrix ? matrix(x, order, axes == null ? last(x) : axes, kept) : vector(x, Double.parseDouble(order),
                axes, kept);
    }

    private static Tensor vector(Tensor x, double p, int[] axes, KeepDims keep) {
        return ReducingOperators.reduce((t, k, on) -> org.cotangent.core.Ops.norm(p, t, k, on), x, axes, keep);
    }

    private static Tensor matrix(Tensor x, String order, int[] axes, KeepDims keep) {
        if (order.equals("fro")) {
            return vector(x, 2, axes, keep);
        }
        double p = order.equals("nuc") ? 2 : Double.parseDouble(order);
        if (Math.abs(p) == 2) {
            throw new MissingOperation(Unavailable.SVD);
        }
        int summed = Double.isInfinite(p) ? axes[1] : axes[0];
        int kept = Double.isInfinite(p) ? axes[0] : axes[1];
        var sums = sum(abs(x), KeepDims.YES, summed);
        var out = p > 0 ? max(sums, KeepDims.YES, kept) : min(sums, KeepDims.YES, kept);
        return keep == KeepDims.YES ? out : squeeze(out, axes);
    }

    private static Tensor renorm(Args a) {
        var x = a.tensor(0);
        int axis = a.axis(2, "dim", x, 0);
        double most = a.number(3, "maxnorm", 1);
        var others = java.util.stream.IntStream.range(0, x.rank()).filter(i -> i != axis).toArray();
        var n = vector(x, a.number(1, "p", 2), others, KeepDims.YES);
        var big = n.gt(most);
        return where(big, x.mul(scalar(most).div(where(big, n, onesLike(n)).add(1e-7))), x);
    }
}
