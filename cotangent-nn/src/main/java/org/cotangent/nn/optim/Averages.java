package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;

import org.cotangent.core.Tensor;

/// Running means.
final class Averages {
    private Averages() {
    }

    /// `beta * now + (1 - beta) * x`.
    static Tensor mean(Tensor now, Tensor x, double beta) {
        return add(mul(scalar(beta), now), mul(scalar(1 - beta), x));
    }

    /// `beta * now + (1 - beta) * x^2`.
    static Tensor square(Tensor now, Tensor x, double beta) {
        return mean(now, org.cotangent.core.Ops.square(x), beta);
    }
}
