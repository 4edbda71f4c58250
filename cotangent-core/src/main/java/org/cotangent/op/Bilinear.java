package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;

/// An operation of two operands, linear in each: op(dx, y) + op(x, dy).
public sealed interface Bilinear extends Op permits Dot, Conv {
    /// The cotangent of operand 0.
    Tensor transposeLeft(Primals p, Tensor ct);

    /// The cotangent of operand 1.
    Tensor transposeRight(Primals p, Tensor ct);

    @Override
    default List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var dx = tangents.get(0);
        var dy = tangents.get(1);
        return Arrays.asList(Rules.plus(
                dx == null ? null : Dispatch.bind(this, dx, p.operand(1)),
                dy == null ? null : Dispatch.bind(this, p.operand(0), dy)));
    }

    @Override
    default List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        return Arrays.asList(wanted[0] ? transposeLeft(p, ct) : null, wanted[1] ? transposeRight(p, ct) : null);
    }
}
