package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.Map;
import org.cotangent.core.Tensor;
import org.cotangent.core.Update;

/// Operators on diagonals and triangles.
final class Diagonals {
    private Diagonals() {
    }

    static void add(Map<String, Operator> out) {
        out.put("diag", one(a -> diag(a.tensor(0), a.integer(1, "diagonal", 0))));
        out.put("diagonal", one(a -> diagonal(a.tensor(0), a.integer(1, "offset", 0),
                a.axis(2, "dim1", a.tensor(0), 0), a.axis(3, "dim2", a.tensor(0), 1))));
        out.put("diagflat", one(a -> diagonalMatrix(ravel(a.tensor(0)), a.integer(1, "offset", 0))));
        out.put("diag_embed", one(Diagonals::embedded));
        out.put("diagonal_scatter", one(Diagonals::scattered));
        out.put("trace", one(a -> trace(a.tensor(0))));
        out.put("tril", one(a -> tril(a.tensor(0), a.integer(1, "diagonal", 0))));
        out.put("triu", one(a -> triu(a.tensor(0), a.integer(1, "diagonal", 0))));
    }

    private static Tensor embedded(Args a) {
        var y = diagonalMatrix(a.tensor(0), a.integer(1, "offset", 0));
        int first = a.axis(2, "dim1", y, -2);
        int second = a.axis(3, "dim2", y, -1);
        int low = Math.min(first, second);
        var placed = moveAxis(moveAxis(y, y.rank() - 2, low), y.rank() - 1, Math.max(first, second));
        return first <= second ? placed : swapAxes(placed, first, second);
    }

    private static Tensor scattered(Args a) {
        var x = a.tensor(0);
        int first = a.axis(3, "dim1", x, 0);
        int second = a.axis(4, "dim2", x, 1);
        var ids = iotaLike(x);
        var diagonal = diagonal(ids, a.integer(2, "offset", 0), first, second);
        return put(ravel(x), ravel(diagonal), ravel(a.tensor(1)), 0, Update.SET).reshape(x.shape().sizes());
    }

    /// Each element's own row-major index.
    private static Tensor iotaLike(Tensor x) {
        return ShapeOperators.places(x.shape().count()).reshape(x.shape().sizes());
    }
}
