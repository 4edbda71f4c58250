package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;

/// Exponentials and logarithms.
public enum Exponential implements UnaryRow {
    EXP(Domain.FLOAT, LaneMath::exp, (x, y) -> y),
    EXP2(Domain.FLOAT, LaneMath::exp2, (x, y) -> mul(y, scalar(0.6931471805599453))),
    EXPM1(Domain.FLOAT, LaneMath::expm1, (x, y) -> exp(x)),
    LOG(Domain.FLOAT, LaneMath::log, (x, y) -> div(scalar(1), x)),
    LOG2(Domain.FLOAT, LaneMath::log2, (x, y) -> div(scalar(1.4426950408889634), x)),
    LOG10(Domain.FLOAT, LaneMath::log10, (x, y) -> div(scalar(0.4342944819032518), x)),
    LOG1P(Domain.FLOAT, LaneMath::log1p, (x, y) -> div(scalar(1), add(scalar(1), x))),
    LOGISTIC(Domain.FLOAT, LaneMath::logistic, (x, y) -> mul(y, logistic(neg(x)))),
    SOFTPLUS(Domain.FLOAT, LaneMath::softplus, (x, y) -> logistic(x)),
    LOG1MEXP(Domain.FLOAT, LaneMath::log1mExp, (x, y) -> div(scalar(-1), expm1(neg(x))));

    private final Row row;

    Exponential(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.row = new Row(domain, meaning, derivative);
    }

    @Override
    public Row row() {
        return row;
    }
}
