package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.gt;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sqrt;
import static org.cotangent.core.Ops.sub;
import static org.cotangent.core.Ops.where;

import java.util.List;
import org.cotangent.core.Tensor;

/// Adam that follows the mean alone until enough squares have been seen, and corrects for how few there are. Liu et
/// al. 2019.
public record Radam(Schedule rate, double beta1, double beta2, double eps) implements Leafwise {
    /// With betas 0.9 and 0.999 and eps 1e-8.
    public static Radam of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With betas 0.9 and 0.999 and eps 1e-8.
    public static Radam of(Schedule rate) {
        return new Radam(rate, 0.9, 0.999, 1e-8);
    }

    /// With other betas.
    public Radam betas(double first, double second) {
        return new Radam(rate, first, second, eps);
    }

    @Override
    public List<String> slots() {
        return List.of("mean", "square");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var m = Averages.mean(slots.get(0), g, beta1);
        var v = Averages.square(slots.get(1), g, beta2);
        var size = div(clock.rate(), clock.filled(beta1));
        double limit = 2 / (1 - beta2) - 1;
        var filled = clock.filled(beta2);
        var seen = sub(scalar(limit), div(mul(mul(scalar(2.0), clock.count()), sub(scalar(1.0), filled)), filled));
        var enough = gt(seen, scalar(5));
        var adapted = mul(mul(size, sqrt(filled)), rectified(where(enough, seen, scalar(5.0)), limit));
        var plain = Clock.scaled(m, size);
        var step = div(Clock.scaled(m, adapted), add(sqrt(v), scalar(eps)));
        return Leaf.of(sub(x, where(enough, step, plain)), m, v);
    }

    private static Tensor rectified(Tensor seen, double limit) {
        var up = mul(mul(sub(seen, scalar(4.0)), sub(seen, scalar(2.0))), scalar(limit));
        return sqrt(div(up, mul(scalar((limit - 4) * (limit - 2)), seen)));
    }
}
