package org.cotangent.op;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// Derives nested graphs, for rules of operations that hold graphs.
public interface Deriving {
    /// Inputs: those of `g`, then one tangent for each active input. Results: those of `g`, then a tangent for each
    /// float result.
    Graph jvp(Graph g, List<Boolean> active);

    /// Inputs: those of `g`, then one cotangent for each float result. Results: a cotangent for each active input.
    Graph vjp(Graph g, List<Boolean> active);

    /// The pull back of `g`, of whose results the last `kept` are known.
    ///
    /// Inputs: those of `g`, the known results, then a cotangent for each `given` result. Results: a cotangent for each
    /// active input. What has known results is not computed again, nor what is not pure.
    Graph replay(Graph g, int kept, List<Boolean> active, List<Boolean> given);

    /// Inputs of `g`, the batched ones with a leading axis of `size`; every result has that axis.
    Graph batch(Graph g, List<Boolean> batched, long size);

    /// The transpose of `g` in its `linear` inputs. Inputs: the other inputs of `g`, then one cotangent for each
    /// result.
    /// Results: a cotangent for each linear input.
    Graph transpose(Graph g, List<Boolean> linear);

    /// `f` written down for inputs of these types, without what no result needs; it uses nothing but its inputs.
    Graph write(String name, List<TensorType> types, UnaryOperator<List<Tensor>> f);
}
