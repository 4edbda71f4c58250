package org.cotangent.op;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The operands themselves; nothing is merged or moved across it, so that what is recomputed stays recomputed.
///
/// `tag` tells two barriers over the same operands apart.
public record Barrier(long tag) implements Structural {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return operands;
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return operands.stream().map(c -> c.asLiteral(false)).toList();
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, IntStream.range(0, b.operands().size()).mapToObj(b::front).toList());
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return tangents;
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return Dispatch.bind(this, IntStream.range(0, wanted.length)
                .mapToObj(i -> Rules.orZeros(cotangents.get(i), p.operand(i).type())).toList());
    }
}
