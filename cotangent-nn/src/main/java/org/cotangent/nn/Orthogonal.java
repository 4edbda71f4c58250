package org.cotangent.nn;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.matmul;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.norm;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sub;
import static org.cotangent.core.Ops.transpose;

import org.cotangent.core.Tensor;

/// Matrices made orthogonal by matrix products alone: the nearest matrix whose singular values are all 1.
public final class Orthogonal {
    private static final double A = 3.4445;
    private static final double B = -4.7750;
    private static final double C = 2.0315;

    private Orthogonal() {
    }

    /// The matrix with all singular values between about 0.7 and 1.2, by a few steps of the odd polynomial
    /// `3.4445 s - 4.775 s^3 + 2.0315 s^5`. Jordan et al. 2024.
    public static Tensor nearly(Tensor m, int iterations) {
        boolean tall = m.size(0) > m.size(1);
        var x = tall ? transpose(m) : m;
        x = div(x, add(norm(x), scalar(1e-7)));
        for (int i = 0; i < iterations; i++) {
            var a = matmul(x, transpose(x));
            var b = add(mul(scalar(B), a), mul(scalar(C), matmul(a, a)));
            x = add(mul(scalar(A), x), matmul(b, x));
        }
        return tall ? transpose(x) : x;
    }

    /// The matrix with orthonormal rows or columns, whichever are fewer, to rounding: [#nearly] and then Newton's
    /// iteration `x (3 - x^T x) / 2`. The matrix must have full rank, its condition below about 1e5.
    public static Tensor of(Tensor m) {
        boolean tall = m.size(0) > m.size(1);
        var x = nearly(tall ? transpose(m) : m, 12);
        for (int i = 0; i < 8; i++) {
            x = mul(scalar(0.5), sub(mul(scalar(3.0), x), matmul(matmul(x, transpose(x)), x)));
        }
        return tall ? transpose(x) : x;
    }
}
