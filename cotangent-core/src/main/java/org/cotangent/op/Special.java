package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;

/// Error functions and the logarithm of the gamma function.
public enum Special implements UnaryRow {
    ERF(Domain.FLOAT, LaneMath::erf, (x, y) -> mul(scalar(1.1283791670955126), exp(neg(mul(x, x))))),
    ERFC(Domain.FLOAT, LaneMath::erfc, (x, y) -> mul(scalar(-1.1283791670955126), exp(neg(mul(x, x))))),
    ERF_INV(Domain.FLOAT, LaneMath::erfInv, (x, y) -> mul(scalar(0.886226925452758), exp(mul(y, y)))),
    LGAMMA(Domain.FLOAT, LaneMath::lgamma, (x, y) -> digamma(x)),
    DIGAMMA(Domain.FLOAT, LaneMath::digamma, (x, y) -> polygamma(1, x)),
    ERFCX(Domain.FLOAT, LaneMath::erfcx, (x, y) -> sub(mul(mul(scalar(2), x), y), scalar(1.1283791670955126))),
    LOG_NDTR(Domain.FLOAT, LaneMath::logNdtr, (x, y) -> div(scalar(0.7978845608028654),
            erfcx(mul(scalar(-0.7071067811865476), x)))),
    TGAMMA(Domain.FLOAT, LaneMath::tgamma, (x, y) -> mul(y, digamma(x)));

    private final Row row;

    Special(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.row = new Row(domain, meaning, derivative);
    }

    @Override
    public Row row() {
        return row;
    }
}
