package org.cotangent.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneCode.Step;
import org.cotangent.lane.LaneOp;
import org.cotangent.lane.LaneType;

/// The vector form: Vector API objects in locals, which the JIT keeps in registers as long as the method stays flat.
///
/// A mask lives in the species in which it arose; crossing to the other lane type of the same width is a free cast.
final class VectorBody extends Body {
    private final ClassDesc self;
    private final LaneType integer;
    private final LaneType[] species;
    private int zero = -1;
    private int one = -1;

    VectorBody(CodeBuilder cob, LaneCode code, Frame frame, int singles, ClassDesc self) {
        super(cob, code, frame, singles);
        this.self = self;
        this.integer = code.width() == 64 ? LaneType.I64 : LaneType.I32;
        this.species = new LaneType[slot.length];
        for (int at = 0; at < slot.length; at++) {
            species[at] = speciesOf(step(at));
        }
    }

    /// Whether a program has a vector form: integer division, masks alone and unconditional calls have none.
    static boolean supports(LaneCode code) {
        return code.width() != 0 && code.steps().stream().noneMatch(s ->
            s.op() == LaneOp.DIV && !s.type().isFloat()
                || s.op() == LaneOp.CALL && code.steps().get(s.operand(0)).op() == LaneOp.CONST);
    }

    /// Whether masks pass through memory, which asks for the byte species.
    static boolean touchesBytes(LaneCode code) {
        return code.givesMasks() || code.inputs().contains(LaneType.MASK);
    }

    private LaneType speciesOf(Step s) {
        if (s.type() != LaneType.MASK) {
            return s.type();
        }
        return switch (s.op()) {
            case INPUT, CONST -> integer;
            case EQ, NE, LT, LE, GT, GE -> operand(s, 0).type();
            case SELECT, CALL -> species[s.operand(1)];
            default -> species[s.operand(0)];
        };
    }

    @Override
    boolean alias(Step step) {
        return step.op() == LaneOp.CALL;
    }

    @Override
    TypeKind kind(Step step) {
        return TypeKind.REFERENCE;
    }

    // A set lane sends the whole pass to the scalar twin: no value merges after the branch, so nothing is boxed in the
    // hot path.
    @Override
    void guard(Step step, Label next) {
        var rare = cob.newLabel();
        cob.aload(slot[step.operand(0)]).invokevirtual(Names.MASK, "anyTrue", MethodTypeDesc.of(CD_boolean)).ifeq(rare);
        frame.callTwin(self, () -> lanes(cob, self, integer));
        cob.goto_(next).labelBinding(rare);
    }

    /// Pushes the number of lanes.
    static CodeBuilder lanes(CodeBuilder cob, ClassDesc self, LaneType type) {
        return cob.getstatic(self, type.name(), Names.SPECIES)
            .invokeinterface(Names.SPECIES, "length", MethodTypeDesc.of(CD_int));
    }

    private CodeBuilder species(LaneType type) {
        return cob.getstatic(self, type.name(), Names.SPECIES);
    }

    private CodeBuilder bytes() {
        return cob.getstatic(self, "BYTES", Names.SPECIES);
    }

    @Override
    boolean pushInvariant(Step s) {
        return broadcast(s, () -> {
            if (s.op() == LaneOp.INPUT) {
                frame.single((int) s.bits());
                Frame.fromBits(cob, s.type());
            } else {
                constant(s);
            }
        });
    }

    @Override
    void pushRow(Step s) {
        broadcast(s, () -> ScalarBody.readCell(cob, frame.heap((int) s.bits()), s.type(),
            () -> frame.rowCell((int) s.bits(), s.type())));
    }

    private boolean broadcast(Step s, Runnable scalar) {
        var type = s.type() == LaneType.MASK ? integer : s.type();
        species(type);
        scalar.run();
        if (s.type() == LaneType.MASK) {
            cob.invokeinterface(Names.SPECIES, "maskAll", MethodTypeDesc.of(Names.MASK, CD_boolean));
        } else {
            cob.invokestatic(Names.vector(type), "broadcast",
                MethodTypeDesc.of(Names.vector(type), Names.SPECIES, Names.scalar(type)));
        }
        return true;
    }

    private void constant(Step s) {
        switch (s.type()) {
            case F32 -> cob.loadConstant(Float.intBitsToFloat((int) s.bits()));
            case F64 -> cob.loadConstant(Double.longBitsToDouble(s.bits()));
            case I32, MASK -> cob.loadConstant((int) s.bits());
            case I64 -> cob.loadConstant(s.bits());
        }
    }

    /// Hoists what a result of masks needs to become bytes.
    void hoistStore() {
        if (code.givesMasks()) {
            zero = hoist(0);
            one = hoist(1);
        }
    }

    private int hoist(int value) {
        species(integer).loadConstant(value);
        if (integer == LaneType.I64) {
            cob.i2l();
        }
        cob.invokestatic(Names.vector(integer), "broadcast",
            MethodTypeDesc.of(Names.vector(integer), Names.SPECIES, Names.scalar(integer)));
        int local = cob.allocateLocal(TypeKind.REFERENCE);
        cob.astore(local);
        return local;
    }

    // One switch over the operations: the vector back end as a table.
    @Override
    void push(Step s) {
        switch (s.op()) {
            case INPUT -> pushInput(s);
            case ADD -> binary(s, "add");
            case SUB -> binary(s, "sub");
            case MUL -> binary(s, "mul");
            case DIV -> binary(s, "div");
            case MIN -> binary(s, "min");
            case MAX -> binary(s, "max");
            case FMA -> load(s, 0).aload(slot[s.operand(1)]).aload(slot[s.operand(2)]).invokevirtual(vec(s), "fma",
                MethodTypeDesc.of(vec(s), Names.VECTOR, Names.VECTOR));
            case NEG -> load(s, 0).invokevirtual(vec(s), "neg", MethodTypeDesc.of(vec(s)));
            case ABS -> load(s, 0).invokevirtual(vec(s), "abs", MethodTypeDesc.of(vec(s)));
            case SQRT -> load(s, 0).invokevirtual(vec(s), "sqrt", MethodTypeDesc.of(vec(s)));
            case AND -> logic(s, "and");
            case OR -> logic(s, "or");
            case XOR -> logic(s, "xor");
            case NOT -> load(s, 0).invokevirtual(holder(s), "not", MethodTypeDesc.of(holder(s)));
            case SHL -> shift(s, "LSHL");
            case SHR -> shift(s, "ASHR");
            case USHR -> shift(s, "LSHR");
            case EQ, NE, LT, LE, GT, GE -> compare(s);
            case SELECT -> select(s);
            case TO_BITS -> load(s, 0).invokevirtual(vec(operand(s, 0)),
                s.type() == LaneType.I32 ? "reinterpretAsInts" : "reinterpretAsLongs", MethodTypeDesc.of(vec(s)));
            case FROM_BITS -> load(s, 0).invokevirtual(vec(operand(s, 0)),
                s.type() == LaneType.F32 ? "reinterpretAsFloats" : "reinterpretAsDoubles", MethodTypeDesc.of(vec(s)));
            case INT_TO_FLOAT -> convert(s, s.type() == LaneType.F32 ? "I2F" : "L2D");
            case FLOAT_TO_INT -> convert(s, s.type() == LaneType.I32 ? "F2I" : "D2L");
            case CONST, CALL -> throw new AssertionError(s);
        }
    }

    private CodeBuilder load(Step s, int k) {
        return cob.aload(slot[s.operand(k)]);
    }

    private ClassDesc vec(Step s) {
        return Names.vector(s.type());
    }

    private ClassDesc holder(Step s) {
        return s.type() == LaneType.MASK ? Names.MASK : vec(s);
    }

    private void binary(Step s, String method) {
        load(s, 0).aload(slot[s.operand(1)]).invokevirtual(vec(s), method, MethodTypeDesc.of(vec(s), Names.VECTOR));
    }

    private void logic(Step s, String method) {
        if (s.type() == LaneType.MASK) {
            load(s, 0);
            mask(s.operand(1), species[s.operand(0)]);
            cob.invokevirtual(Names.MASK, method, MethodTypeDesc.of(Names.MASK, Names.MASK));
        } else {
            load(s, 0).getstatic(Names.OPERATORS, s.op().name(), Names.OPERATORS.nested("Associative"));
            cob.aload(slot[s.operand(1)]).invokevirtual(vec(s), "lanewise",
                MethodTypeDesc.of(vec(s), Names.BINARY, Names.VECTOR));
        }
    }

    private void shift(Step s, String operator) {
        load(s, 0).getstatic(Names.OPERATORS, operator, Names.BINARY);
        var by = operand(s, 1);
        if (by.op() == LaneOp.CONST) {
            constant(by);
            cob.invokevirtual(vec(s), "lanewise", MethodTypeDesc.of(vec(s), Names.BINARY, Names.scalar(s.type())));
        } else {
            cob.aload(slot[s.operand(1)]).invokevirtual(vec(s), "lanewise",
                MethodTypeDesc.of(vec(s), Names.BINARY, Names.VECTOR));
        }
    }

    private void compare(Step s) {
        load(s, 0).getstatic(Names.OPERATORS, s.op().name(), Names.COMPARISON);
        cob.aload(slot[s.operand(1)]).invokevirtual(vec(operand(s, 0)), "compare",
            MethodTypeDesc.of(Names.MASK, Names.COMPARISON, Names.VECTOR));
    }

    private CodeBuilder mask(int at, LaneType wanted) {
        cob.aload(slot[at]);
        if (species[at] != wanted) {
            species(wanted).invokevirtual(Names.MASK, "cast", MethodTypeDesc.of(Names.MASK, Names.SPECIES));
        }
        return cob;
    }

    private void select(Step s) {
        if (s.type() != LaneType.MASK) {
            load(s, 2).aload(slot[s.operand(1)]);
            mask(s.operand(0), s.type()).invokevirtual(vec(s), "blend",
                MethodTypeDesc.of(vec(s), Names.VECTOR, Names.MASK));
            return;
        }
        var type = MethodTypeDesc.of(Names.MASK, Names.MASK);
        var home = species[s.operand(1)];
        load(s, 1);
        mask(s.operand(0), home).invokevirtual(Names.MASK, "and", type);
        mask(s.operand(2), home);
        mask(s.operand(0), home).invokevirtual(Names.MASK, "andNot", type).invokevirtual(Names.MASK, "or", type);
    }

    private void convert(Step s, String conversion) {
        load(s, 0).getstatic(Names.OPERATORS, conversion, Names.CONVERSION).iconst_0();
        cob.invokevirtual(vec(operand(s, 0)), "convert", MethodTypeDesc.of(Names.VECTOR, Names.CONVERSION, CD_int));
        cob.checkcast(vec(s));
    }

    private void pushInput(Step s) {
        boolean isMask = s.type() == LaneType.MASK;
        var vector = isMask ? Names.BYTE_VECTOR : vec(s);
        var array = Names.stored(s.type()).arrayType();
        if (isMask) {
            bytes();
        } else {
            species(s.type());
        }
        frame.input((int) s.bits(), s.type());
        if (frame.heap((int) s.bits())) {
            cob.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, Names.SPECIES, array, CD_int));
        } else {
            order().invokestatic(vector, "fromMemorySegment",
                MethodTypeDesc.of(vector, Names.SPECIES, Names.SEGMENT, CD_long, Names.BYTE_ORDER));
        }
        if (isMask) {
            bytesToMask();
        }
    }

    private CodeBuilder order() {
        return cob.invokestatic(Names.BYTE_ORDER, "nativeOrder", MethodTypeDesc.of(Names.BYTE_ORDER));
    }

    private void bytesToMask() {
        reshape(integer == LaneType.I64 ? "B2L" : "B2I", Names.BYTE_VECTOR, () -> species(integer));
        cob.checkcast(Names.vector(integer)).getstatic(Names.OPERATORS, "NE", Names.COMPARISON);
        if (integer == LaneType.I64) {
            cob.lconst_0();
        } else {
            cob.iconst_0();
        }
        cob.invokevirtual(Names.vector(integer), "compare",
            MethodTypeDesc.of(Names.MASK, Names.COMPARISON, Names.scalar(integer)));
    }

    private void reshape(String conversion, ClassDesc from, Runnable species) {
        cob.getstatic(Names.OPERATORS, conversion, Names.CONVERSION);
        species.run();
        cob.iconst_0().invokevirtual(from, "convertShape",
            MethodTypeDesc.of(Names.VECTOR, Names.CONVERSION, Names.SPECIES, CD_int));
    }

    @Override
    void pushResult() {
        cob.aload(slot[code.results().getLast()]);
    }

    @Override
    void store(int o, int last) {
        var type = step(last).type();
        boolean isMask = type == LaneType.MASK;
        if (isMask) {
            cob.aload(zero).aload(one);
            mask(last, integer).invokevirtual(Names.vector(integer), "blend",
                MethodTypeDesc.of(Names.vector(integer), Names.VECTOR, Names.MASK));
            reshape(integer == LaneType.I64 ? "L2B" : "I2B", Names.vector(integer), this::bytes);
            cob.checkcast(Names.BYTE_VECTOR);
        } else {
            cob.aload(slot[last]);
        }
        var vector = isMask ? Names.BYTE_VECTOR : Names.vector(type);
        frame.output(o);
        if (frame.heapOut(o)) {
            cob.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, Names.stored(type).arrayType(), CD_int));
        } else {
            order().invokevirtual(vector, "intoMemorySegment",
                MethodTypeDesc.of(CD_void, Names.SEGMENT, CD_long, Names.BYTE_ORDER));
        }
    }
}
