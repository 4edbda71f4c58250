package org.cotangent.nn.optim;

import static org.cotangent.core.Ops.zeros;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.DType;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.Selection;

/// An optimiser for some leaves: it sees them as a map by path; the others keep their values and have empty slots.
record Selected(Optimiser wrapped, Selection chosen) implements Wrapper {
    @Override
    public <P> OptimiserState<P> start(P params) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(params, leaves);
        return wide(wrapped.start(pick(structure, leaves, leaves)), structure);
    }

    @Override
    public <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(params, leaves);
        var slots = new LinkedHashMap<String, Map<String, Tensor>>();
        state.slots().forEach((name, tree) -> slots.put(name, pick(structure, leaves, Leaves.like(structure, tree))));
        var narrow = new OptimiserState<>(state.steps(), state.shared(), slots);
        var next = wrapped.update(pick(structure, leaves, leaves), pick(structure, leaves, Leaves.like(structure,
                gradient)), narrow, rate);
        var paths = structure.paths("");
        for (int i = 0; i < paths.size(); i++) {
            leaves.set(i, next.params().getOrDefault(paths.get(i), leaves.get(i)));
        }
        return new Stepped<>(Rebuilt.tree(structure, leaves), wide(next.state(), structure));
    }

    private Map<String, Tensor> pick(Structure structure, List<Tensor> params, List<Tensor> of) {
        var paths = structure.paths("");
        var out = new TreeMap<String, Tensor>();
        for (int i = 0; i < paths.size(); i++) {
            if (chosen.takes(paths.get(i), params.get(i).type())) {
                out.put(paths.get(i), of.get(i));
            }
        }
        return out;
    }

    private static <P> OptimiserState<P> wide(OptimiserState<Map<String, Tensor>> narrow, Structure structure) {
        var slots = new LinkedHashMap<String, P>();
        narrow.slots().forEach((name, leaves) -> slots.put(name, Rebuilt.tree(structure, structure.paths("").stream()
                .map(p -> leaves.containsKey(p) ? leaves.get(p) : zeros(TensorType.of(DType.FLOAT32, 0))).toList())));
        return new OptimiserState<>(narrow.steps(), narrow.shared(), slots);
    }
}
