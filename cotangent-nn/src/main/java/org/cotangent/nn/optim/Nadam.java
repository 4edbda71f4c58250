package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.exp;
import static org.cotangent.core.Ops.full;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.rsqrt;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sqrt;
import static org.cotangent.core.Ops.sub;

import java.util.List;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Adam with Nesterov's look ahead, by the schedule of momenta `mu(t) = beta1 (1 - 0.96^(t decay) / 2)`. Dozat 2016.
///
/// @param rate          the learning rate
/// @param beta1         how much of the mean stays
/// @param beta2         how much of the mean square stays
/// @param eps           added to the root
/// @param momentumDecay how fast the momentum approaches beta1
/// @param counted       how often this step's momentum counts in the product that corrects the mean: once
public record Nadam(Schedule rate, double beta1, double beta2, double eps, double momentumDecay, int counted)
        implements Leafwise {
    /// With betas 0.9 and 0.999, eps 1e-8 and a decay of 0.004.
    public static Nadam of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With betas 0.9 and 0.999, eps 1e-8 and a decay of 0.004.
    public static Nadam of(Schedule rate) {
        return new Nadam(rate, 0.9, 0.999, 1e-8, 4e-3, 1);
    }

    /// With other betas.
    public Nadam betas(double first, double second) {
        return new Nadam(rate, first, second, eps, momentumDecay, counted);
    }

    /// With this step's momentum counted twice, as PyTorch 1.13 does.
    public Nadam countedTwice() {
        return new Nadam(rate, beta1, beta2, eps, momentumDecay, 2);
    }

    @Override
    public List<String> slots() {
        return List.of("mean", "square");
    }

    @Override
    public Map<String, Tensor> shared() {
        return Map.of("momenta", full(TensorType.of(DType.FLOAT64), 1));
    }

    @Override
    public Map<String, Tensor> shared(Map<String, Tensor> now, Tensor rate, Tensor count) {
        return Map.of("momenta", mul(now.get("momenta"), momentum(count)));
    }

    private Tensor momentum(Tensor count) {
        var power = exp(mul(scalar(Math.log(0.96) * momentumDecay), count));
        return mul(scalar(beta1), sub(scalar(1.0), mul(scalar(0.5), power)));
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var m = Averages.mean(slots.get(0), g, beta1);
        var v = Averages.square(slots.get(1), g, beta2);
        var root = add(Clock.scaled(sqrt(v), rsqrt(clock.filled(beta2))), scalar(eps));
        var product = clock.shared().get("momenta");
        var now = momentum(clock.count());
        var next = momentum(add(clock.count(), scalar(1.0)));
        var ahead = counted == 1 ? product : mul(product, now);
        var forGradient = div(mul(clock.rate(), sub(scalar(1.0), now)), sub(scalar(1.0), product));
        var forMean = div(mul(clock.rate(), next), sub(scalar(1.0), mul(ahead, next)));
        var moved = add(Clock.scaled(g, forGradient), Clock.scaled(m, forMean));
        return Leaf.of(sub(x, div(moved, root)), m, v);
    }
}
