package org.cotangent.lane;

/// The closed set of lane operations. Float arithmetic is IEEE 754, rounded to nearest once per operation; integers
/// wrap.
public enum LaneOp {
    /// An operand of the program, by index.
    INPUT,
    /// A constant, by its bits.
    CONST,
    ADD, SUB, MUL,
    /// Float division; on integers truncating, with the divisor already known to be non-zero.
    DIV,
    /// a * b + c rounded once.
    FMA,
    NEG, ABS, SQRT,
    /// As `Math.min` and `Math.max`: NaN wins, -0 is below +0.
    MIN, MAX,
    AND, OR, XOR, NOT,
    /// Shifts of integer lanes by the lane of the second operand, which lies in [0, bits).
    SHL, SHR, USHR,
    EQ, NE, LT, LE, GT, GE,
    /// mask ? b : c.
    SELECT,
    /// The bits of a float as an integer of the same width, and back.
    TO_BITS, FROM_BITS,
    /// Integer lanes to floats of the same width, rounded to nearest; floats to integers, truncated, saturating, NaN
    /// to 0.
    INT_TO_FLOAT, FLOAT_TO_INT,
    /// A static Java method applied lane by lane where the mask (operand 0) is set, operand 1 elsewhere; the rest are
    /// its arguments.
    CALL
}
