package org.cotangent.op;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneInteger;
import org.cotangent.lane.LaneMath;

/// Predicates and bit operations of one operand; none has a derivative.
public enum Bits implements UnaryRow {
    IS_FINITE(Domain.FLOAT, LaneMath::isFinite, null),
    NOT(Domain.LOGIC, Lane::not, null),
    POPCOUNT(Domain.INT, LaneInteger::popCount, null),
    CLZ(Domain.INT, LaneInteger::countLeadingZeros, null);

    private final Domain domain;
    private final UnaryOperator<Lane> meaning;
    private final BinaryOperator<Tensor> derivative;

    Bits(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.domain = domain;
        this.meaning = meaning;
        this.derivative = derivative;
    }

    @Override
    public Domain domain() {
        return domain;
    }

    @Override
    public DType resultType(DType dtype) {
        return this == IS_FINITE ? DType.BOOL : dtype;
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
