package org.cotangent.core;

import java.util.List;
import org.cotangent.op.Op;

/// The slow meaning of every operation: its own reference evaluation.
final class ReferenceKernels implements Kernels {
    @Override
    public List<Concrete> evaluate(Op op, List<Concrete> operands, List<TensorType> types) {
        return op.evaluate(operands, types);
    }

    @Override
    public void addInto(Concrete sum, Concrete more) {
        for (long i = 0; i < sum.shape().count(); i++) {
            Elements.setDouble(sum.dtype(), sum.storage(), i, sum.getDouble(i) + more.getDouble(i));
        }
    }
}
