package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.exp;
import static org.cotangent.core.Ops.log;
import static org.cotangent.core.Ops.max;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.reciprocal;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sub;

import java.util.List;
import org.cotangent.core.Tensor;

/// Steepest descent with the mean of all parameters kept beside. Polyak, Juditsky 1992.
///
/// The rate of update n is `rate / (1 + lambda rate (n - 1))^alpha`; parameters shrink by lambda times that. Slot
/// `average` holds the mean of the parameters from update `from` on, before it the parameters themselves.
///
/// @param rate   the learning rate
/// @param lambda how fast rate and parameters shrink
/// @param alpha  the power of the rate's fall
/// @param from   the update after which the mean begins
public record Asgd(Schedule rate, double lambda, double alpha, double from) implements Leafwise {
    /// With lambda 1e-4, alpha 0.75 and a mean from update 1,000,000 on.
    public static Asgd of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With lambda 1e-4, alpha 0.75 and a mean from update 1,000,000 on.
    public static Asgd of(Schedule rate) {
        return new Asgd(rate, 1e-4, 0.75, 1e6);
    }

    /// With a mean from another update on.
    public Asgd from(double n) {
        return new Asgd(rate, lambda, alpha, n);
    }

    @Override
    public List<String> slots() {
        return List.of("average");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var before = sub(clock.count(), scalar(1.0));
        var slower = add(scalar(1.0), mul(mul(scalar(lambda), clock.rate()), before));
        var eta = mul(clock.rate(), exp(mul(scalar(-alpha), log(slower))));
        var shrunk = Clock.scaled(x, sub(scalar(1.0), mul(scalar(lambda), eta)));
        var next = sub(shrunk, Clock.scaled(g, eta));
        var share = reciprocal(max(scalar(1.0), sub(before, scalar(from))));
        var averaged = add(slots.getFirst(), Clock.scaled(sub(next, slots.getFirst()), share));
        return Leaf.of(next, averaged);
    }
}
