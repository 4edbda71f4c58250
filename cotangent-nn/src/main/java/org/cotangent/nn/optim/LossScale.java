package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.div;
import static org.cotangent.core.Ops.full;
import static org.cotangent.core.Ops.ge;
import static org.cotangent.core.Ops.max;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.where;
import static org.cotangent.core.Ops.zeros;

import org.cotangent.core.DType;
import org.cotangent.core.State;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.nn.Leaves;

/// A factor on the loss that keeps small gradients of half precision from becoming 0: doubled after many good steps,
/// halved when a gradient overflows. Micikevicius et al. 2017.
///
/// The step: `scaled` the loss, take its gradient, `unscaled` it, update with [Optimiser#whereFinite()], and `next`.
///
/// @param factor   the factor, a float32 scalar
/// @param good     good steps since it changed, an int64 scalar
/// @param patience good steps before it is doubled
public record LossScale(Tensor factor, Tensor good, int patience) implements State {
    /// Doubled after 2,000 good steps.
    public static LossScale of(double factor) {
        return of(factor, 2_000);
    }

    /// Doubled after `patience` good steps.
    public static LossScale of(double factor, int patience) {
        return new LossScale(full(TensorType.of(DType.FLOAT32), factor), zeros(TensorType.of(DType.INT64)), patience);
    }

    /// The loss, in float32, times the factor.
    public Tensor scaled(Tensor loss) {
        return mul(convert(loss, DType.promote(DType.FLOAT32, loss.dtype())), factor);
    }

    /// The gradient of the loss from that of the scaled loss; half precision becomes float32.
    public <P> P unscaled(P gradient) {
        return Leaves.map(gradient, g -> {
            var wide = convert(g, Clock.dtype(g));
            return div(wide, convert(factor, wide.dtype()));
        });
    }

    /// The factor for the next step, by whether this one's gradient was finite, a bool scalar.
    public LossScale next(Tensor finite) {
        var count = where(finite, add(good, scalar(1)), scalar(0));
        var full = ge(count, scalar(patience));
        var smaller = max(mul(factor, scalar(0.5)), scalar(1));
        var next = where(finite, where(full, mul(factor, scalar(2)), factor), smaller);
        return new LossScale(next, where(full, scalar(0), count), patience);
    }
}
