package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;

/// Lists of leaves put together again.
final class Rebuilt {
    private Rebuilt() {
    }

    static <P> Stepped<P> stepped(Structure structure, List<Tensor> values, List<String> names,
            List<List<Tensor>> slots, Tensor steps, Map<String, Tensor> shared) {
        var map = new LinkedHashMap<String, P>();
        for (int k = 0; k < names.size(); k++) {
            map.put(names.get(k), tree(structure, slots.get(k)));
        }
        return new Stepped<>(tree(structure, values), new OptimiserState<>(steps, shared, map));
    }

    @SuppressWarnings("unchecked")
    static <P> P tree(Structure structure, List<Tensor> leaves) {
        return (P) structure.build(leaves);
    }
}
