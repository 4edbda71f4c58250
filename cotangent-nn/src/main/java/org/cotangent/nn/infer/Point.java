package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import org.cotangent.Transforms;
import org.cotangent.core.Tensor;

/// A place on a trajectory.
///
/// @param offset   how far it is from where the trajectory began, in units of the metric
/// @param momentum the momentum there, in the same units
/// @param slope    the gradient of the log density with respect to the free numbers
/// @param height   the log density
record Point(Tensor offset, Tensor momentum, Tensor slope, Tensor height) {
    /// One leapfrog step of length `step`, which may be negative.
    Point leap(Target target, Tensor step) {
        var half = mul(step, scalar(0.5));
        var r = add(momentum, mul(half, target.metric().pulled(slope)));
        var z = add(offset, mul(step, r));
        var there = Transforms.valueAndGrad(target.density()).apply(add(target.origin(), target.metric().moved(z)));
        return new Point(z, add(r, mul(half, target.metric().pulled(there.gradient()))), there.gradient(),
                there.value());
    }

    /// The log of the joint density of place and momentum, up to a constant: minus the energy.
    Tensor total() {
        return sub(height, mul(sum(square(momentum)), scalar(0.5)));
    }

    /// `yes` where the condition, a scalar, holds, else `no`.
    static Point choose(Tensor condition, Point yes, Point no) {
        return new Point(where(condition, yes.offset, no.offset), where(condition, yes.momentum, no.momentum),
                where(condition, yes.slope, no.slope), where(condition, yes.height, no.height));
    }

    /// Whether going on in either direction would bring the ends of a stretch nearer to each other: the rule of
    /// Hoffman and Gelman 2014, equation 9.
    static Tensor turns(Tensor from, Tensor fromMomentum, Tensor to, Tensor toMomentum) {
        var across = sub(to, from);
        return or(le(sum(mul(across, fromMomentum), -1), scalar(0)), le(sum(mul(across, toMomentum), -1), scalar(0)));
    }
}
