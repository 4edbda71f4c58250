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

    private final Domain domain;
    private final UnaryOperator<Lane> meaning;
    private final BinaryOperator<Tensor> derivative;

    Trigonometric(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.domain = domain;
        this.meaning = meaning;
        this.derivative = derivative;
    }

    @Override
    public Domain domain() {
        return domain;
    }

    @Override
    public UnaryOperator<Lane> meaning() {
        return meaning;
    }

    @Override
    public BinaryOperator<Tensor> derivative() {
        return derivative;
    }
}
