package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;

/// An operation that is linear in some of its operands: its tangent is the operation itself, its pull back the
/// transpose.
public sealed interface Linear extends Op permits Movement, Indexing, Summing, Convert, Select, Place {
    /// Whether it is linear in operand `i`; the others are indices, conditions and the like.
    default boolean isLinearIn(int i) {
        return true;
    }

    /// The cotangents of the linear operands, null for those not wanted. The linear operands' values are not looked at.
    List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted);

    @Override
    default List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var operands = new ArrayList<Tensor>(tangents.size());
        for (int i = 0; i < tangents.size(); i++) {
            var x = p.operand(i);
            operands.add(!isLinearIn(i) ? x : tangents.get(i) != null ? tangents.get(i) : Rules.zeroLike(x));
        }
        return Dispatch.bind(this, operands);
    }

    @Override
    default List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return transpose(p, cotangents, wanted);
    }
}
