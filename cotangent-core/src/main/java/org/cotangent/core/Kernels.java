package org.cotangent.core;

import java.util.List;
import org.cotangent.op.Op;

/// Evaluates one operation on concrete tensors; the fast implementation is found once, the reference evaluation is the fallback.
public interface Kernels {
    /// The results of `op` on operands whose types have been checked; `types` are the results' types.
    List<Concrete> evaluate(Op op, List<Concrete> operands, List<TensorType> types);

    /// Adds `more` into `sum`, a storage that the caller owns and nobody else has seen.
    void addInto(Concrete sum, Concrete more);
}
