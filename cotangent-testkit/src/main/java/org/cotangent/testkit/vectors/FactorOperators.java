package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.Map;

/// Factorizations and triangular systems.
final class FactorOperators {
    private FactorOperators() {
    }

    static void add(Map<String, Operator> out) {
        Operator factor = one(a -> {
            var l = cholesky(a.tensor(0));
            return a.flag(1, "upper", false) ? transpose(l) : l;
        });
        out.put("cholesky", factor);
        out.put("linalg.cholesky", factor);
        out.put("linalg.solve_triangular", one(a -> triangularSolve(a.tensor(0), a.tensor(1),
                !a.flag(-1, "upper", false), false, a.flag(-1, "unitriangular", false), a.flag(-1, "left", true))));
    }
}
