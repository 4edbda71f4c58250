package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;

import org.cotangent.core.Tensor;
import org.cotangent.nn.Selection;

/// An optimiser whose gradients have a part of the parameters added.
record Penalised(Optimiser wrapped, double factor, Selection penalised) implements Wrapper {
    @Override
    public <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        var more = Chosen.map(params, gradient, penalised, (x, g) -> {
            var dtype = Clock.dtype(g);
            return convert(add(convert(g, dtype), mul(scalar(factor), convert(x, dtype))), g.dtype());
        });
        return wrapped.update(params, more, state, rate);
    }
}
