package org.cotangent.op;

import java.util.function.BinaryOperator;
import org.cotangent.core.DType;
import org.cotangent.lane.Lane;

/// Comparisons of two operands, giving bool; every one but `ne` is false where an operand is NaN. None has a
/// derivative.
public enum Compare implements BinaryRow {
    EQ(Lane::eq), NE(Lane::ne), LT(Lane::lt), LE(Lane::le), GT(Lane::gt), GE(Lane::ge);

    private final BinaryOperator<Lane> meaning;

    Compare(BinaryOperator<Lane> meaning) {
        this.meaning = meaning;
    }

    @Override
    public Domain domain() {
        return Domain.NUMBER;
    }

    @Override
    public DType resultType(DType dtype) {
        return DType.BOOL;
    }

    @Override
    public BinaryOperator<Lane> meaning() {
        return meaning;
    }

    @Override
    public Local derivative(int operand) {
        return null;
    }
}
