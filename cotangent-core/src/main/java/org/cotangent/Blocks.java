package org.cotangent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;

/// A Jacobian or Hessian over structures: one tensor for each pair of a leaf of the result and a leaf of the argument.
public final class Blocks {
    /// A leaf of the result and a leaf of the argument by their paths, such as `layers[0].w`; a bare tensor has the
    /// path "".
    public record Pair(String row, String column) {
    }

    private final Map<Pair, Tensor> blocks;

    Blocks(Map<Pair, Tensor> blocks) {
        this.blocks = Collections.unmodifiableMap(new LinkedHashMap<>(blocks));
    }

    /// The derivative of leaf `row` of the result with respect to leaf `column` of the argument: axes of both, in this
    /// order.
    public Tensor get(String row, String column) {
        var block = blocks.get(new Pair(row, column));
        if (block == null) {
            throw new StructureException("read block (" + row + ", " + column + ")", "blocks " + blocks.keySet(),
                    "use one of these");
        }
        return block;
    }

    public Set<Pair> pairs() {
        return blocks.keySet();
    }

    /// All blocks by their pairs.
    public Map<Pair, Tensor> asMap() {
        return blocks;
    }

}
