package org.cotangent.op;

import java.util.function.BinaryOperator;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneInteger;
import org.cotangent.lane.LaneRandom;

/// Bit operations of two operands; a shift past the width gives 0 (the sign when arithmetic); threefry gives the random
/// bits of a key and a counter. None has a derivative.
public enum BitsBinary implements BinaryRow {
    AND(Domain.LOGIC, Lane::and, null, null),
    OR(Domain.LOGIC, Lane::or, null, null),
    XOR(Domain.LOGIC, Lane::xor, null, null),
    SHL(Domain.INT, LaneInteger::shiftLeft, null, null),
    SHR_ARITHMETIC(Domain.INT, LaneInteger::shiftRightArithmetic, null, null),
    SHR_LOGICAL(Domain.INT, LaneInteger::shiftRightLogical, null, null),
    THREEFRY(Domain.LONG, LaneRandom::wideBits, null, null);

    private final Domain domain;
    private final BinaryOperator<Lane> meaning;
    private final Local left;
    private final Local right;

    BitsBinary(Domain domain, BinaryOperator<Lane> meaning, Local left, Local right) {
        this.domain = domain;
        this.meaning = meaning;
        this.left = left;
        this.right = right;
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
