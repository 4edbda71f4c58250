package org.cotangent.rewrite;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Op;

/// An operation that is about to be written down, and what is known about the values around it.
///
/// @param op       the operation
/// @param operands its operands, rewritten already
/// @param view     what is known about values
record Site(Op op, List<Tensor> operands, View view) {
    /// What a rewriter knows about the values that it has written down.
    interface View {
        /// The range of a value and what else is known of it.
        Fact fact(Tensor t);

        /// How many operations of the program before this pass used the value; 1 for values that a rule made.
        int uses(Tensor t);
    }

    Tensor operand(int i) {
        return operands.get(i);
    }

    Tensor operand() {
        return operands.getFirst();
    }

    Fact fact(Tensor t) {
        return view.fact(t);
    }

    /// The type of the operation's first result.
    TensorType type() {
        return op.typeOf(operands.stream().map(Tensor::type).toList()).getFirst();
    }
}
