package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.sign;
import static org.cotangent.core.Ops.sub;

import java.util.List;
import org.cotangent.core.Tensor;

/// Steps by the sign of a mix of the running mean and the gradient. Chen et al. 2023.
///
/// `x - rate * sign(beta1 m + (1 - beta1) g)`, then `m = beta2 m + (1 - beta2) g`. Rates are three to ten times smaller
/// than Adam's, decay as much larger.
public record Lion(Schedule rate, double beta1, double beta2) implements Leafwise {
    /// With betas 0.9 and 0.99.
    public static Lion of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With betas 0.9 and 0.99.
    public static Lion of(Schedule rate) {
        return new Lion(rate, 0.9, 0.99);
    }

    /// With other betas.
    public Lion betas(double first, double second) {
        return new Lion(rate, first, second);
    }

    @Override
    public List<String> slots() {
        return List.of("mean");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var direction = sign(Averages.mean(slots.getFirst(), g, beta1));
        return Leaf.of(sub(x, Clock.scaled(direction, clock.rate())), Averages.mean(slots.getFirst(), g, beta2));
    }
}
