package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sub;

import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Selection;

/// An optimiser over weights that shrink before each update.
record Decaying(Optimiser wrapped, double factor, Selection decaying) implements Wrapper {
    @Override
    public <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        var kept = sub(scalar(1.0), mul(convert(rate, DType.FLOAT64), scalar(factor)));
        var shrunk = Chosen.map(params, params, decaying, (x, _) -> convert(Clock.scaled(convert(x, Clock.dtype(x)),
                kept), x.dtype()));
        return wrapped.update(shrunk, gradient, state, rate);
    }
}
