package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.zeros;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Ops;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.nn.Leaves;

/// An optimiser that treats every leaf by itself: a rule for one leaf, run over the structure.
public interface Leafwise extends Optimiser {
    /// A leaf's new value and slots.
    record Leaf(Tensor value, List<Tensor> slots) {
        /// The value and the slots in the order of their names.
        public static Leaf of(Tensor value, Tensor... slots) {
            return new Leaf(value, List.of(slots));
        }
    }

    /// The names of the slots.
    List<String> slots();

    /// The update of one leaf; `x`, `g` and the slots are in the dtype of the leaf's arithmetic.
    Leaf step(Tensor x, Tensor g, List<Tensor> slots, Clock clock);

    /// What a slot holds before the first update.
    default Tensor initial(String slot, Tensor x) {
        return Ops.zerosLike(x);
    }

    /// Numbers shared by all leaves before the first update.
    default Map<String, Tensor> shared() {
        return Map.of();
    }

    /// The same after an update with the given rate and count.
    default Map<String, Tensor> shared(Map<String, Tensor> now, Tensor rate, Tensor count) {
        return now;
    }

    @Override
    default <P> OptimiserState<P> start(P params) {
        var computed = Leaves.map(params, x -> convert(floating(x), Clock.dtype(x)));
        var slots = new LinkedHashMap<String, P>();
        for (var name : slots()) {
            slots.put(name, Leaves.map(computed, x -> initial(name, x)));
        }
        return new OptimiserState<>(zeros(TensorType.of(DType.INT64)), shared(), slots);
    }

    private static Tensor floating(Tensor x) {
        if (!x.dtype().isFloat()) {
            throw new DTypeException("optimise a parameter", x.type().toString(),
                    "keep integers and bools out of the parameters, or choose leaves with only(...)");
        }
        return x;
    }

    @Override
    default <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(params, leaves);
        var gradients = Leaves.like(structure, gradient);
        var slots = slots().stream().map(n -> Leaves.like(structure, state.slots().get(n))).toList();
        var steps = add(state.steps(), scalar(1));
        var count = convert(steps, DType.FLOAT64);
        var number = convert(rate, DType.FLOAT64);
        var clock = new Clock(number, count, shared(state.shared(), number, count));
        var values = new ArrayList<Tensor>();
        var kept = slots().stream().map(n -> (List<Tensor>) new ArrayList<Tensor>()).toList();
        for (int i = 0; i < leaves.size(); i++) {
            var leaf = leaf(leaves.get(i), gradients.get(i), column(slots, i), clock);
            values.add(leaf.value());
            for (int k = 0; k < kept.size(); k++) {
                kept.get(k).add(leaf.slots().get(k));
            }
        }
        return Rebuilt.stepped(structure, values, slots(), kept, steps, clock.shared());
    }

    private Leaf leaf(Tensor x, Tensor g, List<Tensor> slots, Clock clock) {
        var dtype = Clock.dtype(x);
        var leaf = step(convert(x, dtype), convert(g, dtype), slots, clock);
        return new Leaf(convert(leaf.value(), x.dtype()), leaf.slots());
    }

    private static List<Tensor> column(List<List<Tensor>> rows, int i) {
        return rows.stream().map(r -> r.get(i)).toList();
    }
}
