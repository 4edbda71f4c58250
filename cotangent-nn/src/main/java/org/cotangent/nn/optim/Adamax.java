package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.abs;
import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.max;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sub;

import java.util.List;
import org.cotangent.core.Tensor;

/// Adam with the largest recent size of the gradient in place of the root. Kingma, Ba 2014.
///
/// `u = max(beta2 u, |g| + eps)`, `x - rate * m' / u`.
public record Adamax(Schedule rate, double beta1, double beta2, double eps) implements Leafwise {
    /// With betas 0.9 and 0.999 and eps 1e-8.
    public static Adamax of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With betas 0.9 and 0.999 and eps 1e-8.
    public static Adamax of(Schedule rate) {
        return new Adamax(rate, 0.9, 0.999, 1e-8);
    }

    /// With other betas.
    public Adamax betas(double first, double second) {
        return new Adamax(rate, first, second, eps);
    }

    @Override
    public List<String> slots() {
        return List.of("mean", "largest");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var m = Averages.mean(slots.get(0), g, beta1);
        var u = max(mul(scalar(beta2), slots.get(1)), add(abs(g), scalar(eps)));
        return Leaf.of(sub(x, Clock.scaled(div(m, u), div(clock.rate(), clock.filled(beta1)))), m, u);
    }
}
