package org.cotangent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;

/// A Jacobian or Hessian over structures: one tensor for each pair of a leaf of the result and a leaf of the argument.
///
/// @param order  the pairs
/// @param values the tensor of each pair, in the same order
public record Blocks(List<Pair> order, List<Tensor> values) {
    /// A leaf of the result and a leaf of the argument by their paths, such as `layers[0].w`; a bare tensor has the
    /// path "".
    public record Pair(String row, String column) {
    }

    public Blocks {
        if (order.size() != values.size()) {
            throw new StructureException("make blocks", values.size() + " tensors for " + order.size() + " pairs",
                    "give a tensor for each pair");
        }
        order = List.copyOf(order);
        values = List.copyOf(values);
    }

    /// The derivative of leaf `row` of the result with respect to leaf `column` of the argument: axes of both, in this
    /// order.
    public Tensor get(String row, String column) {
        int at = order.indexOf(new Pair(row, column));
        if (at < 0) {
            throw new StructureException("read block (" + row + ", " + column + ")", "blocks " + order,
                    "use one of these");
        }
        return values.get(at);
    }

    public Set<Pair> pairs() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(order));
    }

    /// All blocks by their pairs.
    public Map<Pair, Tensor> asMap() {
        var all = new LinkedHashMap<Pair, Tensor>();
        for (int i = 0; i < values.size(); i++) {
            all.put(order.get(i), values.get(i));
        }
        return Collections.unmodifiableMap(all);
    }
}
