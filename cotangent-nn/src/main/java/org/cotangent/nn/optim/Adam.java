package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.max;
import static org.cotangent.core.Ops.rsqrt;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sqrt;
import static org.cotangent.core.Ops.sub;

import java.util.List;
import org.cotangent.core.Tensor;

/// Steps of the running mean of gradients over the root of that of their squares. Kingma, Ba 2014.
///
/// `m = beta1 m + (1 - beta1) g`, `v = beta2 v + (1 - beta2) g^2`, `x - rate * m' / (sqrt(v') + eps)` with m' and v'
/// divided by what their beginning at 0 leaves out. With [#withDecay(double)] it is AdamW.
///
/// @param rate    the learning rate
/// @param beta1   how much of the mean stays
/// @param beta2   how much of the mean square stays
/// @param eps     added to the root
/// @param amsgrad whether the largest v so far is used. Reddi, Kale, Kumar 2018
public record Adam(Schedule rate, double beta1, double beta2, double eps, boolean amsgrad) implements Leafwise {
    /// With betas 0.9 and 0.999 and eps 1e-8.
    public static Adam of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With betas 0.9 and 0.999 and eps 1e-8.
    public static Adam of(Schedule rate) {
        return new Adam(rate, 0.9, 0.999, 1e-8, false);
    }

    /// With other betas.
    public Adam betas(double first, double second) {
        return new Adam(rate, first, second, eps, amsgrad);
    }

    /// With another eps.
    public Adam eps(double e) {
        return new Adam(rate, beta1, beta2, e, amsgrad);
    }

    /// With the largest mean square so far under the root.
    public Adam withAmsgrad() {
        return new Adam(rate, beta1, beta2, eps, true);
    }

    @Override
    public List<String> slots() {
        return amsgrad ? List.of("mean", "square", "largest") : List.of("mean", "square");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var m = Averages.mean(slots.get(0), g, beta1);
        var v = Averages.square(slots.get(1), g, beta2);
        var top = amsgrad ? max(slots.get(2), v) : v;
        var root = Clock.scaled(sqrt(top), rsqrt(clock.filled(beta2)));
        var size = div(clock.rate(), clock.filled(beta1));
        var next = sub(x, Clock.scaled(div(m, add(root, scalar(eps))), size));
        return amsgrad ? Leaf.of(next, m, v, top) : Leaf.of(next, m, v);
    }
}
