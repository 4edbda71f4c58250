package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.reciprocal;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.zeros;

import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.State;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.nn.Leaves;

/// An exponential moving average of parameters, which often does better than the last ones. Polyak, Juditsky 1992.
///
/// @param sums  `decay * sums + (1 - decay) * parameters`, begun at 0
/// @param steps number of parameters seen, an int64 scalar
/// @param decay how much stays
public record MovingAverage<P>(P sums, Tensor steps, double decay) implements State {
    /// Before any parameters.
    public static <P> MovingAverage<P> of(P params, double decay) {
        return new MovingAverage<>(Leaves.map(params, x -> zeros(x.type().with(Clock.dtype(x)))),
                zeros(TensorType.of(DType.INT64)), decay);
    }

    /// With one more set of parameters.
    public MovingAverage<P> next(P params) {
        var sum = Leaves.zip(sums, params, (s, x) -> Averages.mean(s, convert(x, s.dtype()), decay));
        return new MovingAverage<>(sum, add(steps, scalar(1)), decay);
    }

    /// The average: the sums divided by what their beginning at 0 leaves out. After one set it is that set.
    public P average() {
        var clock = new Clock(null, convert(steps, DType.FLOAT64), Map.of());
        var factor = reciprocal(clock.filled(decay));
        return Leaves.map(sums, s -> mul(s, convert(factor, s.dtype())));
    }
}
