package org.cotangent.op;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;
import org.cotangent.lane.LaneProgram;

/// The derivative of order `n` (1 or more) of the digamma function.
public record Polygamma(int n) implements Elementwise {
    @Override
    public int arity() {
        return 1;
    }

    @Override
    public Domain domain() {
        return Domain.FLOAT;
    }

    @Override
    public LaneProgram program(DType dtype) {
        var lane = dtype.lane();
        return new LaneProgram("polygamma" + n + "." + dtype.text(), List.of(lane),
                LaneMath.polygamma(Lane.constant(lane, n), Lane.input(0, lane)));
    }

    @Override
    public Tensor local(int i, Primals p) {
        return Ops.polygamma(n + 1, p.operand(0));
    }
}
