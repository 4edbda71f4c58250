package org.cotangent.lane;

import java.util.List;

/// One value of a lane program: what a single element goes through, written once and emitted as scalar and as vector
/// code.
///
/// Lanes form a graph; a lane that is used twice is computed once. Nothing is ever contracted: `a.mul(b).add(c)`
/// rounds twice.
public final class Lane {
    private final LaneOp op;
    private final LaneType type;
    private final List<Lane> operands;
    private final long bits;
    private final ScalarFunction function;

    private Lane(LaneOp op, LaneType type, long bits, ScalarFunction function, Lane... operands) {
        this.op = op;
        this.type = type;
        this.bits = bits;
        this.function = function;
        this.operands = List.of(operands);
    }

    static Lane of(LaneCode.Step step, Lane... operands) {
        return new Lane(step.op(), step.type(), step.bits(), step.function(), operands);
    }

    public static Lane input(int index, LaneType type) {
        return new Lane(LaneOp.INPUT, type, index, null);
    }

    /// A constant of the given type; for float types the value is rounded to it, for integer types it must be exact.
    public static Lane constant(LaneType type, double value) {
        return ofBits(type, switch (type) {
            case F32 -> Float.floatToRawIntBits((float) value);
            case F64 -> Double.doubleToRawLongBits(value);
            case I32, I64 -> (long) value;
            case MASK -> value != 0 ? 1 : 0;
        });
    }

    /// A constant by its bits (sign-extended for 32-bit types).
    public static Lane ofBits(LaneType type, long bits) {
        return new Lane(LaneOp.CONST, type, bits, null);
    }

    /// A constant of this lane's type.
    public Lane like(double value) {
        return constant(type, value);
    }

    public LaneOp op() {
        return op;
    }

    public LaneType type() {
        return type;
    }

    public List<Lane> operands() {
        return operands;
    }

    /// The bits of a constant, the index of an input.
    public long bits() {
        return bits;
    }

    /// The method of a CALL, else null.
    public ScalarFunction function() {
        return function;
    }

    public Lane add(Lane b) {
        return arithmetic(LaneOp.ADD, b);
    }

    public Lane sub(Lane b) {
        return arithmetic(LaneOp.SUB, b);
    }

    public Lane mul(Lane b) {
        return arithmetic(LaneOp.MUL, b);
    }

    public Lane div(Lane b) {
        return arithmetic(LaneOp.DIV, b);
    }

    public Lane min(Lane b) {
        return arithmetic(LaneOp.MIN, b);
    }

    public Lane max(Lane b) {
        return arithmetic(LaneOp.MAX, b);
    }

    public Lane add(double b) {
        return add(like(b));
    }

    public Lane sub(double b) {
        return sub(like(b));
    }

    public Lane mul(double b) {
        return mul(like(b));
    }

    public Lane div(double b) {
        return div(like(b));
    }

    /// this * b + c, rounded once.
    public Lane fma(Lane b, Lane c) {
        require(type.isFloat() && b.type == type && c.type == type, "fma");
        return new Lane(LaneOp.FMA, type, 0, null, this, b, c);
    }

    public Lane neg() {
        return new Lane(LaneOp.NEG, type, 0, null, this);
    }

    public Lane abs() {
        return new Lane(LaneOp.ABS, type, 0, null, this);
    }

    public Lane sqrt() {
        require(type.isFloat(), "sqrt");
        return new Lane(LaneOp.SQRT, type, 0, null, this);
    }

    public Lane and(Lane b) {
        return logic(LaneOp.AND, b);
    }

    public Lane or(Lane b) {
        return logic(LaneOp.OR, b);
    }

    public Lane xor(Lane b) {
        return logic(LaneOp.XOR, b);
    }

    public Lane not() {
        require(!type.isFloat(), "not");
        return new Lane(LaneOp.NOT, type, 0, null, this);
    }

    public Lane shl(int n) {
        return shift(LaneOp.SHL, like(n));
    }

    public Lane shr(int n) {
        return shift(LaneOp.SHR, like(n));
    }

    public Lane ushr(int n) {
        return shift(LaneOp.USHR, like(n));
    }

    public Lane shift(LaneOp op, Lane n) {
        require(type.isInt() && n.type == type, "shift");
        return new Lane(op, type, 0, null, this, n);
    }

    public Lane eq(Lane b) {
        return compare(LaneOp.EQ, b);
    }

    public Lane ne(Lane b) {
        return compare(LaneOp.NE, b);
    }

    public Lane lt(Lane b) {
        return compare(LaneOp.LT, b);
    }

    public Lane le(Lane b) {
        return compare(LaneOp.LE, b);
    }

    public Lane gt(Lane b) {
        return compare(LaneOp.GT, b);
    }

    public Lane ge(Lane b) {
        return compare(LaneOp.GE, b);
    }

    public Lane lt(double b) {
        return lt(like(b));
    }

    public Lane gt(double b) {
        return gt(like(b));
    }

    /// Where this mask is set `a`, elsewhere `b`.
    public Lane select(Lane a, Lane b) {
        require(type == LaneType.MASK && a.type == b.type, "select");
        return new Lane(LaneOp.SELECT, a.type, 0, null, this, a, b);
    }

    public Lane toBits() {
        require(type.isFloat(), "toBits");
        return new Lane(LaneOp.TO_BITS, type.toInt(), 0, null, this);
    }

    public Lane fromBits() {
        require(type.isInt(), "fromBits");
        return new Lane(LaneOp.FROM_BITS, type.toFloat(), 0, null, this);
    }

    public Lane intToFloat() {
        require(type.isInt(), "intToFloat");
        return new Lane(LaneOp.INT_TO_FLOAT, type.toFloat(), 0, null, this);
    }

    public Lane floatToInt() {
        require(type.isFloat(), "floatToInt");
        return new Lane(LaneOp.FLOAT_TO_INT, type.toInt(), 0, null, this);
    }

    /// This mask's lanes take `function(arguments)`, the others `otherwise`. For rare arguments that vector code
    /// cannot serve well.
    public Lane call(ScalarFunction function, Lane otherwise, Lane... arguments) {
        require(type == LaneType.MASK, "call");
        var all = new Lane[arguments.length + 2];
        all[0] = this;
        all[1] = otherwise;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new Lane(LaneOp.CALL, otherwise.type, 0, function, all);
    }

    private Lane arithmetic(LaneOp op, Lane b) {
        require(type != LaneType.MASK && b.type == type, op.name());
        return new Lane(op, type, 0, null, this, b);
    }

    private Lane logic(LaneOp op, Lane b) {
        require(!type.isFloat() && b.type == type, op.name());
        return new Lane(op, type, 0, null, this, b);
    }

    private Lane compare(LaneOp op, Lane b) {
        require(b.type == type && type != LaneType.MASK, op.name());
        return new Lane(op, LaneType.MASK, 0, null, this, b);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("lane types do not fit: " + what);
        }
    }
}
