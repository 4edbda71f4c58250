package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.fullLike;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sqrt;
import static org.cotangent.core.Ops.square;
import static org.cotangent.core.Ops.sub;

import java.util.List;
import org.cotangent.core.Tensor;

/// Gradients over the root of the sum of all their squares. Duchi, Hazan, Singer 2011.
///
/// @param rate      the learning rate
/// @param rateDecay the rate of update n is `rate / (1 + (n - 1) rateDecay)`
/// @param first     where the sums begin
/// @param eps       added to the root
public record Adagrad(Schedule rate, double rateDecay, double first, double eps) implements Leafwise {
    /// With sums that begin at 0 and eps 1e-10.
    public static Adagrad of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With sums that begin at 0 and eps 1e-10.
    public static Adagrad of(Schedule rate) {
        return new Adagrad(rate, 0, 0, 1e-10);
    }

    /// With a rate that falls with the steps.
    public Adagrad rateDecay(double d) {
        return new Adagrad(rate, d, first, eps);
    }

    /// With sums that begin elsewhere.
    public Adagrad first(double f) {
        return new Adagrad(rate, rateDecay, f, eps);
    }

    @Override
    public List<String> slots() {
        return List.of("sum");
    }

    @Override
    public Tensor initial(String slot, Tensor x) {
        return fullLike(x, first);
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var all = add(slots.getFirst(), square(g));
        var slower = add(scalar(1.0), mul(scalar(rateDecay), sub(clock.count(), scalar(1.0))));
        var move = div(g, add(sqrt(all), scalar(eps)));
        return Leaf.of(sub(x, Clock.scaled(move, div(clock.rate(), slower))), all);
    }
}
