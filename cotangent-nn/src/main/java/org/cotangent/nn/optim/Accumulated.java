package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.eq;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.where;
import static org.cotangent.core.Ops.zeros;
import static org.cotangent.core.Ops.zerosLike;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.nn.Leaves;

/// An optimiser that gathers n gradients for each update.
record Accumulated(Optimiser wrapped, int n) implements Wrapper {
    private static final String SUM = "gathered";

    @Override
    public <P> OptimiserState<P> start(P params) {
        var sum = Leaves.map(params, x -> zerosLike(convert(x, Clock.dtype(x))));
        return with(wrapped.start(params), zeros(TensorType.of(DType.INT64)), sum);
    }

    @Override
    public <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        var count = add(state.shared().get(SUM), scalar(1));
        var sum = Leaves.zip(state.slots().get(SUM), gradient, (s, g) -> add(s, mul(convert(g, s.dtype()),
                scalar(1.0 / n))));
        var full = eq(count, scalar(n));
        var before = without(state);
        var next = wrapped.update(params, sum, before, rate);
        var kept = Leaves.where(full, next.state(), before);
        return new Stepped<>(Leaves.where(full, next.params(), params), with(kept, where(full, zerosLike(count),
                count), Leaves.map(sum, s -> where(full, zerosLike(s), s))));
    }

    private static <P> OptimiserState<P> with(OptimiserState<P> s, Tensor count, P sum) {
        var shared = new LinkedHashMap<>(s.shared());
        var slots = new LinkedHashMap<>(s.slots());
        shared.put(SUM, count);
        slots.put(SUM, sum);
        return new OptimiserState<>(s.steps(), shared, slots);
    }

    private static <P> OptimiserState<P> without(OptimiserState<P> s) {
        Map<String, Tensor> shared = new LinkedHashMap<>(s.shared());
        var slots = new LinkedHashMap<>(s.slots());
        shared.remove(SUM);
        slots.remove(SUM);
        return new OptimiserState<>(s.steps(), shared, slots);
    }
}
