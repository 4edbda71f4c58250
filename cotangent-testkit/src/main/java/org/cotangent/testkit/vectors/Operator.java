package org.cotangent.testkit.vectors;

import java.util.List;
import org.cotangent.core.Tensor;

/// An operator of another system, said with our operations: from the arguments of a call to its results.
@FunctionalInterface
interface Operator {
    List<Tensor> apply(Args args);

    /// An operator of one result.
    @FunctionalInterface
    interface Single {
        Tensor apply(Args args);
    }

    static Operator one(Single f) {
        return args -> List.of(f.apply(args));
    }
}
