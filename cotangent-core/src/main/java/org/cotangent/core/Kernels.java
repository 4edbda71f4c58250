package org.cotangent.core;

import java.util.List;
import org.cotangent.graph.Graph;
import org.cotangent.op.Op;

/// Evaluates one operation on concrete tensors; the fast implementation is found once, the reference evaluation is the
/// fallback.
public interface Kernels {
    /// The results of `op` on operands whose types have been checked; `types` are the results' types.
    List<Concrete> evaluate(Op op, List<Concrete> operands, List<TensorType> types);

    /// The single result of `op` on one operand; the types are checked here.
    default Concrete evaluate(Op op, Concrete a) {
        var operands = List.of(a);
        return evaluate(op, operands, op.typeOf(List.of(a.type()))).getFirst();
    }

    /// The single result of `op` on two operands; the types are checked here.
    default Concrete evaluate(Op op, Concrete a, Concrete b) {
        var operands = List.of(a, b);
        return evaluate(op, operands, op.typeOf(List.of(a.type(), b.type()))).getFirst();
    }

    /// The results of a graph on concrete arguments whose types have been checked.
    default List<Concrete> evaluate(Graph g, List<Concrete> arguments) {
        return g.oneByOne(arguments);
    }

    /// Adds `more` into `sum`, a storage that the caller owns and nobody else has seen.
    void addInto(Concrete sum, Concrete more);
}
