package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.function.BinaryOperator;
import org.cotangent.core.DType;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;
import org.cotangent.lane.LaneNumber;

/// Functions of two operands. A tie of max or min gives each operand one half; with a literal 0 the other one gets 0.
public enum Binary implements BinaryRow {
    ADD(Domain.NUMBER, Lane::add, (x, y, z) -> Rules.ONE, (x, y, z) -> Rules.ONE),
    SUB(Domain.NUMBER, Lane::sub, (x, y, z) -> Rules.ONE, (x, y, z) -> Rules.MINUS_ONE),
    MUL(Domain.NUMBER, Lane::mul, (x, y, z) -> y, (x, y, z) -> x),
    DIV(Domain.NUMBER, LaneNumber::div, (x, y, z) -> div(scalar(1), y), (x, y, z) -> neg(div(z, y))),
    REM(Domain.NUMBER, LaneNumber::rem, (x, y, z) -> scalar(1), (x, y, z) -> neg(trunc(div(x, y)))),
    REMAINDER(Domain.NUMBER, LaneNumber::remainder, (x, y, z) -> scalar(1), (x, y, z) -> neg(floor(div(x, y)))),
    POW(Domain.FLOAT, LaneMath::pow, Kinks::powBase, Kinks::powExponent),
    MAX(Domain.NUMBER, Lane::max, (x, y, z) -> Kinks.wins(gt(x, y), x, y), (x, y, z) -> Kinks.wins(gt(y, x), y, x)),
    MIN(Domain.NUMBER, Lane::min, (x, y, z) -> Kinks.wins(lt(x, y), x, y), (x, y, z) -> Kinks.wins(lt(y, x), y, x)),
    ATAN2(Domain.FLOAT, LaneMath::atan2, (y, x, z) -> Kinks.over(x, hypot(y, x)),
            (y, x, z) -> neg(Kinks.over(y, hypot(y, x)))),
    HYPOT(Domain.FLOAT, LaneMath::hypot, (x, y, z) -> Kinks.quotient(x, z), (x, y, z) -> Kinks.quotient(y, z)),
    LOGADDEXP(Domain.FLOAT, LaneMath::logAddExp, (x, y, z) -> Kinks.share(x, y), (x, y, z) -> Kinks.share(y, x)),
    XLOGY(Domain.FLOAT, LaneMath::xlogy, (x, y, z) -> log(y), (x, y, z) -> Kinks.ratio(x, y)),
    XLOG1PY(Domain.FLOAT, LaneMath::xlog1py, (x, y, z) -> log1p(y), (x, y, z) -> Kinks.ratio(x, add(scalar(1), y))),
    IGAMMA(Domain.FLOAT, LaneMath::igamma, (a, x, z) -> igammaShape(1, a, x), (a, x, z) -> gammaDensity(a, x)),
    IGAMMAC(Domain.FLOAT, LaneMath::igammac, (a, x, z) -> neg(igammaShape(1, a, x)),
            (a, x, z) -> neg(gammaDensity(a, x))),
    GAMMA_DENSITY(Domain.FLOAT, LaneMath::gammaDensity, (a, x, z) -> mul(z, sub(log(x), digamma(a))),
            (a, x, z) -> mul(z, sub(div(sub(a, scalar(1)), x), scalar(1)))),
    NEXTAFTER(Domain.FLOAT, LaneMath::nextAfter, null, null);

    private final Domain domain;
    private final BinaryOperator<Lane> meaning;
    private final Local left;
    private final Local right;

    Binary(Domain domain, BinaryOperator<Lane> meaning, Local left, Local right) {
        this.domain = domain;
        this.meaning = meaning;
        this.left = left;
        this.right = right;
    }

    /// Whether a zero divisor is an error: on integers.
    public boolean refusesZero(DType dtype) {
        return dtype.isInt() && (this == DIV || this == REM || this == REMAINDER);
    }

    @Override
    public Domain domain() {
        return domain;
    }

    @Override
    public BinaryOperator<Lane> meaning() {
        return meaning;
    }

    @Override
    public Local derivative(int operand) {
        return operand == 0 ? left : right;
    }
}
