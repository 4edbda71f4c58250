package org.cotangent.op;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;

/// A row of a table of elementwise functions of one operand: its meaning on a lane and its local derivative.
public sealed interface UnaryRow extends Elementwise
        permits Arithmetic, Exponential, Trigonometric, Hyperbolic, Special, Bessel, Bits {
    /// What a row says: the dtypes it takes; `f` on one lane; f'(x) from x and y = f(x), null where it is zero or
    /// there is
    /// none.
    record Row(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
    }

    /// What this row says.
    Row row();

    @Override
    default Domain domain() {
        return row().domain();
    }

    @Override
    default int arity() {
        return 1;
    }

    @Override
    default LaneProgram program(DType dtype) {
        var lane = dtype.lane();
        return new LaneProgram(label() + "." + dtype.text(), List.of(lane), row().meaning().apply(Lane.input(0, lane)));
    }

    @Override
    default Tensor local(int i, Primals p) {
        var f = row().derivative();
        return f == null ? null : f.apply(p.operand(0), p.result());
    }
}
