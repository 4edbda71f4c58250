package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The operand itself under a name, by which a policy of [Remat] may keep it.
public record Named(String name) implements PassThrough {
    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return List.of(operands.getFirst().asLiteral(false));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return tangents;
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return cotangents;
    }
}
