package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;
import org.cotangent.lane.LaneProgram;

/// x^k for a fixed integer k; x^0 is 1 for every x.
public record PowInt(int k) implements Elementwise {
    @Override
    public int arity() {
        return 1;
    }

    @Override
    public Domain domain() {
        return k < 0 ? Domain.FLOAT : Domain.NUMBER;
    }

    @Override
    public LaneProgram program(DType dtype) {
        var lane = dtype.lane();
        return new LaneProgram("pow_int" + k + "." + dtype.text(), List.of(lane),
                LaneMath.powInt(Lane.input(0, lane), k));
    }

    @Override
    public Tensor local(int i, Primals p) {
        var x = p.operand(0);
        return k == 0 ? null : k == 1 ? scalar(1) : mul(scalar(k), powInt(x, k - 1));
    }
}
