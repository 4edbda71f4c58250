package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sqrt;
import static org.cotangent.core.Ops.square;
import static org.cotangent.core.Ops.sub;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Tensor;

/// Gradients over the root of the running mean of their squares. Hinton 2012 (lecture); centred: Graves 2013.
///
/// @param rate     the learning rate
/// @param alpha    how much of the mean square stays
/// @param eps      added to the root
/// @param momentum how much of the last step stays; 0: none is kept
/// @param centred  whether the square of the mean is taken off the mean square
public record RmsProp(Schedule rate, double alpha, double eps, double momentum, boolean centred) implements Leafwise {
    /// With alpha 0.99 and eps 1e-8.
    public static RmsProp of(double rate) {
        return of(Schedule.constant(rate));
    }

    /// With alpha 0.99 and eps 1e-8.
    public static RmsProp of(Schedule rate) {
        return new RmsProp(rate, 0.99, 1e-8, 0, false);
    }

    /// With another alpha.
    public RmsProp alpha(double a) {
        return new RmsProp(rate, a, eps, momentum, centred);
    }

    /// With momentum.
    public RmsProp momentum(double m) {
        return new RmsProp(rate, alpha, eps, m, centred);
    }

    /// With the variance of the gradient in place of its mean square.
    public RmsProp withCentring() {
        return new RmsProp(rate, alpha, eps, momentum, true);
    }

    @Override
    public List<String> slots() {
        return names(momentum, centred);
    }

    private static List<String> names(double momentum, boolean centred) {
        var out = new ArrayList<>(List.of("square"));
        if (momentum != 0) {
            out.add("momentum");
        }
        if (centred) {
            out.add("mean");
        }
        return out;
    }

    @Override
    public Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var out = new ArrayList<Tensor>();
        var v = Averages.square(slots.getFirst(), g, alpha);
        out.add(v);
        var m = centred ? Averages.mean(slots.getLast(), g, alpha) : null;
        var spread = centred ? sub(v, square(m)) : v;
        var move = div(g, add(sqrt(spread), scalar(eps)));
        if (momentum != 0) {
            move = add(mul(scalar(momentum), slots.get(1)), move);
            out.add(move);
        }
        if (centred) {
            out.add(m);
        }
        return new Leaf(sub(x, Clock.scaled(move, clock.rate())), out);
    }
}
