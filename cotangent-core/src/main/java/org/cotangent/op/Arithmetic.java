package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;
import org.cotangent.lane.LaneNumber;

/// Signs, roundings and roots of one operand. The kinks: abs and sign have derivative 0 at 0, and so has sqrt.
public enum Arithmetic implements UnaryRow {
    NEG(Domain.NUMBER, Lane::neg, (x, y) -> Rules.MINUS_ONE),
    ABS(Domain.NUMBER, Lane::abs, (x, y) -> sign(x)),
    SIGN(Domain.NUMBER, LaneNumber::sign, null),
    FLOOR(Domain.FLOAT, LaneMath::floor, null),
    CEIL(Domain.FLOAT, LaneMath::ceil, null),
    ROUND(Domain.FLOAT, LaneMath::round, null),
    TRUNC(Domain.FLOAT, LaneMath::trunc, null),
    SQRT(Domain.FLOAT, Lane::sqrt, (x, y) -> where(eq(y, scalar(0)), scalar(0), div(scalar(0.5), y))),
    RSQRT(Domain.FLOAT, LaneMath::rsqrt, (x, y) -> mul(scalar(-0.5), div(y, x))),
    CBRT(Domain.FLOAT, LaneMath::cbrt, (x, y) -> div(scalar(1), mul(scalar(3), mul(y, y))));

    private final Row row;

    Arithmetic(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.row = new Row(domain, meaning, derivative);
    }

    @Override
    public Row row() {
        return row;
    }
}
