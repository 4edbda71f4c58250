package org.cotangent.testkit;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.op.Cholesky;
import org.cotangent.op.TriangularSolve;

/// Samples of the factorizations: well-conditioned matrices.
final class FactorSamples {
    private FactorSamples() {
    }

    static List<Sample> samples() {
        var out = new ArrayList<Sample>();
        for (var a : List.of(definite(3, 3), definite(1, 1), definite(2, 4, 4), definite(0, 0))) {
            out.add(Sample.of(new Cholesky(), a));
        }
        for (int kind = 0; kind < 16; kind++) {
            boolean left = (kind & 1) != 0;
            var op = new TriangularSolve(left, (kind & 2) != 0, (kind & 4) != 0, (kind & 8) != 0);
            var a = CoreSamples.f64(3, 3).add(eye(3, DType.FLOAT64).mul(3));
            out.add(Sample.of(op, a, left ? CoreSamples.f64(3, 2) : CoreSamples.f64(2, 3)));
        }
        var op = new TriangularSolve(true, true, false, false);
        out.add(Sample.of(op, definite(2, 3, 3), CoreSamples.f64(2, 3, 4)));
        out.add(Sample.of(op, definite(0, 0), CoreSamples.f64(0, 3)));
        out.add(Sample.of(op, definite(2, 2), CoreSamples.f64(2, 0)));
        return out;
    }

    private static Tensor definite(long... sizes) {
        var g = CoreSamples.f64(sizes);
        return matmul(g, transpose(g)).add(eye(sizes[sizes.length - 1], DType.FLOAT64).mul(2));
    }
}
