package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;

/// Circular functions, in radians, and their inverses.
public enum Trigonometric implements UnaryRow {
    SIN(Domain.FLOAT, LaneMath::sin, (x, y) -> cos(x)),
    COS(Domain.FLOAT, LaneMath::cos, (x, y) -> neg(sin(x))),
    TAN(Domain.FLOAT, LaneMath::tan, (x, y) -> add(scalar(1), mul(y, y))),
    ASIN(Domain.FLOAT, LaneMath::asin, (x, y) -> rsqrt(Inside.oneMinusSquare(x))),
    ACOS(Domain.FLOAT, LaneMath::acos, (x, y) -> neg(rsqrt(Inside.oneMinusSquare(x)))),
    ATAN(Domain.FLOAT, LaneMath::atan, (x, y) -> div(scalar(1), add(scalar(1), mul(x, x))));

    private final Row row;

    Trigonometric(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.row = new Row(domain, meaning, derivative);
    }

    @Override
    public Row row() {
        return row;
    }
}
