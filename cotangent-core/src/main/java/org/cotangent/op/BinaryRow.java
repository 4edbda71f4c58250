package org.cotangent.op;

import java.util.List;
import java.util.function.BinaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;

/// A row of a table of elementwise functions of two operands: its meaning on a lane and its two local derivatives.
public sealed interface BinaryRow extends Elementwise permits Binary, Compare, BitsBinary {
    /// A local derivative from the operands and z = f(x, y).
    @FunctionalInterface
    interface Local {
        Tensor apply(Tensor x, Tensor y, Tensor z);
    }

    /// `f` on one lane.
    BinaryOperator<Lane> meaning();

    /// The derivative with respect to operand 0 or 1; null where it is zero or there is none.
    Local derivative(int operand);

    @Override
    default int arity() {
        return 2;
    }

    @Override
    default LaneProgram program(DType dtype) {
        var lane = dtype.lane();
        return new LaneProgram(label() + "." + dtype.text(), List.of(lane, lane),
                meaning().apply(Lane.input(0, lane), Lane.input(1, lane)));
    }

    @Override
    default Tensor local(int i, Primals p) {
        var d = derivative(i);
        return d == null ? null : d.apply(p.operand(0), p.operand(1), p.result());
    }
}
