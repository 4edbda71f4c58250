package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Tensor;

/// What ran forward: an operation's operands and results, and the means to derive nested graphs.
public record Primals(List<Tensor> operands, List<Tensor> results, Deriving deriving) {
    public Tensor operand(int i) {
        return operands.get(i);
    }

    /// The first result.
    public Tensor result() {
        return results.getFirst();
    }
}
