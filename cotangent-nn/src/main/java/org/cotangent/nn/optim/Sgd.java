package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.eq;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sub;
import static org.cotangent.core.Ops.where;

import java.util.List;
import org.cotangent.core.Tensor;

/// Steepest descent: `x - rate * g`, with momentum `v = momentum * v + (1 - dampening) * g` in place of g where asked.
///
/// @param rate      the learning rate
/// @param momentum  how much of the last direction stays; 0: none is kept. Polyak 1964
/// @param dampening how much of the gradient is held back from the direction, but not in the first step
/// @param nesterov  whether `g + momentum * v` is followed. Nesterov 1983, as in Sutskever et al. 2013
public record Sgd(Schedule rate, double momentum, double dampening, boolean nesterov) implements Leafwise {
    /// Without momentum.
    public static Sgd of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// Without momentum.
    public static Sgd of(Schedule rate) {
        return new Sgd(rate, 0, 0, false);
    }

    /// With momentum.
    public Sgd momentum(double m) {
        return new Sgd(rate, m, dampening, nesterov);
    }

    /// With part of the gradient held back.
    public Sgd dampening(double d) {
        return new Sgd(rate, momentum, d, nesterov);
    }

    /// With Nesterov's look ahead.
    public Sgd withNesterov() {
        return new Sgd(rate, momentum, dampening, true);
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        if (momentum == 0) {
            return Leaf.of(sub(x, Clock.scaled(g, clock.rate())));
        }
        var kept = mul(scalar(momentum), slots.getFirst());
        var share = dampening == 0 ? g
                : where(eq(clock.count(), scalar(1)), g, mul(scalar(1 - dampening), g));
        var v = add(kept, share);
        var direction = nesterov ? add(g, mul(scalar(momentum), v)) : v;
        return Leaf.of(sub(x, Clock.scaled(direction, clock.rate())), v);
    }
}
