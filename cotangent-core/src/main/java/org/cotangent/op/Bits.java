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

    private final Row row;

    Bits(Domain domain, UnaryOperator<Lane> meaning, BinaryOperator<Tensor> derivative) {
        this.row = new Row(domain, meaning, derivative);
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public DType resultType(DType dtype) {
        return this == IS_FINITE ? DType.BOOL : dtype;
    }
}
