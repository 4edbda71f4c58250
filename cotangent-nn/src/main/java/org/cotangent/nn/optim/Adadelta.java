package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sqrt;
import static org.cotangent.core.Ops.sub;

import java.util.List;
import org.cotangent.core.Tensor;

/// Gradients over the root mean square of gradients, times that of recent steps. Zeiler 2012.
///
/// @param rate the learning rate, 1 in the paper
/// @param rho  how much of the mean squares stays
/// @param eps  added under the roots
public record Adadelta(Schedule rate, double rho, double eps) implements Leafwise {
    /// With rho 0.9 and eps 1e-6.
    public static Adadelta of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With rho 0.9 and eps 1e-6.
    public static Adadelta of(Schedule rate) {
        return new Adadelta(rate, 0.9, 1e-6);
    }

    /// With another rho.
    public Adadelta rho(double r) {
        return new Adadelta(rate, r, eps);
    }

    /// With another eps.
    public Adadelta eps(double e) {
        return new Adadelta(rate, rho, e);
    }

    @Override
    public List<String> slots() {
        return List.of("square", "steps");
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var v = Averages.square(slots.get(0), g, rho);
        var root = sqrt(add(v, scalar(eps)));
        var move = mul(div(sqrt(add(slots.get(1), scalar(eps))), root), g);
        return Leaf.of(sub(x, Clock.scaled(move, clock.rate())), v, Averages.square(slots.get(1), move, rho));
    }
}
