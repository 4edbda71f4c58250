package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;

/// An operation that holds a graph and pushes tangents through it together with the values, which are so computed
/// once.
public interface Pushing {
    /// The graph whose results the operation has.
    Graph graph();

    /// The results, then the tangents of the float results. `p` has no results.
    List<Tensor> push(Primals p, List<Tensor> tangents);

    /// The second part of what [#push] gave, one entry a result.
    default List<Tensor> tangents(List<Tensor> pushed) {
        var types = graph().resultTypes();
        var next = pushed.subList(types.size(), pushed.size()).iterator();
        return Arrays.asList(types.stream().map(t -> t.dtype().isFloat() ? next.next() : null).toArray(Tensor[]::new));
    }

    /// The operands, then the tangents that are not zero.
    static List<Tensor> operands(Primals p, List<Tensor> tangents) {
        var operands = new ArrayList<>(p.operands());
        tangents.stream().filter(t -> t != null).forEach(operands::add);
        return operands;
    }
}
