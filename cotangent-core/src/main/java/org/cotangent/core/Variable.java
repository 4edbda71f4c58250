package org.cotangent.core;

import java.util.List;
import org.cotangent.op.Op;

/// A tensor for define-by-run with `backward`: it holds the operation that made it and is collected with it.
public final class Variable extends Tensor {
    private Concrete value;

    public Variable(Tensor value) {
        this.value = value.concrete();
    }

    @Override
    public TensorType type() {
        return value.type();
    }

    @Override
    public Concrete concrete() {
        return value;
    }

    static List<Tensor> bind(Op op, List<Tensor> operands) {
        return Dispatch.evaluate(op, operands);
    }
}
