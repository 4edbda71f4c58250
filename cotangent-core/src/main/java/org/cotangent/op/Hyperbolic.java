package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;

/// Hyperbolic functions and their inverses.
public enum Hyperbolic implements UnaryRow {
    SINH(Domain.FLOAT, LaneMath::sinh, (x, y) -> cosh(x)),
    COSH(Domain.FLOAT, LaneMath::cosh, (x, y) -> sinh(x)),
    TANH(Domain.FLOAT, LaneMath::tanh, (x, y) -> sechSquared(x)),
    SECH_SQUARED(Domain.FLOAT, LaneMath::sechSquared, (x, y) -> mul(scalar(-2), mul(y, tanh(x)))),
    ASINH(Domain.FLOAT, LaneMath::asinh, (x, y) -> div(scalar(1), hypot(x, scalar(1)))),
    ACOSH(Domain.FLOAT, LaneMath::acosh, (x, y) -> mul(rsqrt(sub(x, scalar(1))), rsqrt(add(x, scalar(1))))),
    ATANH(Domain.FLOAT, LaneMath::atanh, (x, y) -> div(scalar(1), Inside.oneMinusSquare(x)));

    private final Row row;

    Hyperbolic(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.row = new Row(domain, meaning, derivative);
    }

    @Override
    public Row row() {
        return row;
    }
}
