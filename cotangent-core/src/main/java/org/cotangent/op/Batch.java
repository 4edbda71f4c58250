package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Operands of which some carry a leading batch axis of `size`.
public record Batch(List<Tensor> operands, List<Boolean> batched, long size, Deriving deriving) {
    /// Operand `i` with the batch axis in front, broadcast along it if it had none.
    public Tensor front(int i) {
        var t = operands.get(i);
        return batched.get(i) ? t : Ops.broadcastTo(t, t.shape().insert(0, size));
    }

    /// Operand `i` with the batch axis in front, unless it is a literal, which fits any shape.
    public Tensor frontOrLiteral(int i) {
        return operands.get(i) instanceof Concrete c && c.isLiteral() ? c : front(i);
    }

    /// The type of operand `i` without its batch axis.
    public TensorType type(int i) {
        var t = operands.get(i).type();
        return batched.get(i) ? t.with(t.shape().remove(0)) : t;
    }

    /// All axes moved one place up, to make room for the batch axis.
    public static List<Integer> shift(List<Integer> axes) {
        return AxisList.shift(axes, 1);
    }
}
