package org.cotangent.codegen;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneCode.Step;
import org.cotangent.lane.LaneOp;
import org.cotangent.lane.LaneType;

/// The scalar form: primitives in locals, no branches except around CALL.
final class ScalarBody extends Body {
    ScalarBody(CodeBuilder cob, LaneCode code, Frame frame, int singles) {
        super(cob, code, frame, singles);
    }

    @Override
    boolean alias(Step step) {
        return false;
    }

    @Override
    void guard(Step step, Label next) {}

    @Override
    TypeKind kind(Step step) {
        return TypeKind.from(Names.scalar(step.type()));
    }

    @Override
    boolean pushInvariant(Step step) {
        if (step.op() == LaneOp.CONST) {
            return false;
        }
        frame.single((int) step.bits());
        Frame.fromBits(cob, step.type());
        return true;
    }

    private CodeBuilder load(int at) {
        var step = step(at);
        if (slot[at] >= 0) {
            return cob.loadLocal(kind(step), slot[at]);
        }
        return switch (step.type()) {
            case F32 -> cob.loadConstant(Float.intBitsToFloat((int) step.bits()));
            case F64 -> cob.loadConstant(Double.longBitsToDouble(step.bits()));
            case I32, MASK -> cob.loadConstant((int) step.bits());
            case I64 -> cob.loadConstant(step.bits());
        };
    }

    // One switch over the operations: the scalar back end as a table.
    @Override
    void push(Step s) {
        if (s.op() == LaneOp.INPUT) {
            pushInput(s);
            return;
        }
        if (s.op() == LaneOp.CALL) {
            pushCall(s);
            return;
        }
        for (int k = 0; k < s.operands().size(); k++) {
            load(s.operand(k));
        }
        var t = s.type();
        switch (s.op()) {
            case ADD -> arithmetic(t, CodeBuilder::fadd, CodeBuilder::dadd, CodeBuilder::iadd, CodeBuilder::ladd);
            case SUB -> arithmetic(t, CodeBuilder::fsub, CodeBuilder::dsub, CodeBuilder::isub, CodeBuilder::lsub);
            case MUL -> arithmetic(t, CodeBuilder::fmul, CodeBuilder::dmul, CodeBuilder::imul, CodeBuilder::lmul);
            case DIV -> arithmetic(t, CodeBuilder::fdiv, CodeBuilder::ddiv, CodeBuilder::idiv, CodeBuilder::ldiv);
            case NEG -> arithmetic(t, CodeBuilder::fneg, CodeBuilder::dneg, CodeBuilder::ineg, CodeBuilder::lneg);
            case ABS, MIN, MAX, FMA -> call(Names.MATH, name(s), s);
            case SQRT, EQ, NE, LT, LE, GT, GE, SELECT -> call(Names.SCALARS, name(s), s);
            case AND -> bits(t, CodeBuilder::iand, CodeBuilder::land);
            case OR -> bits(t, CodeBuilder::ior, CodeBuilder::lor);
            case XOR -> bits(t, CodeBuilder::ixor, CodeBuilder::lxor);
            case NOT -> pushNot(t);
            case SHL -> shift(t, CodeBuilder::ishl, CodeBuilder::lshl);
            case SHR -> shift(t, CodeBuilder::ishr, CodeBuilder::lshr);
            case USHR -> shift(t, CodeBuilder::iushr, CodeBuilder::lushr);
            case TO_BITS -> bitcast(t, "floatToRawIntBits", "doubleToRawLongBits");
            case FROM_BITS -> bitcast(t, "intBitsToFloat", "longBitsToDouble");
            case INT_TO_FLOAT -> bits(t, CodeBuilder::i2f, CodeBuilder::l2d);
            case FLOAT_TO_INT -> bits(t, CodeBuilder::f2i, CodeBuilder::d2l);
            case INPUT, CONST, CALL -> throw new AssertionError(s);
        }
    }

    private interface Instruction {
        CodeBuilder to(CodeBuilder cob);
    }

    private void arithmetic(LaneType type, Instruction f, Instruction d, Instruction i, Instruction l) {
        (switch (type) {
            case F32 -> f;
            case F64 -> d;
            case I32 -> i;
            case I64 -> l;
            case MASK -> throw new IllegalArgumentException("arithmetic on masks");
        }).to(cob);
    }

    private void bits(LaneType type, Instruction narrow, Instruction wide) {
        (type.bits() == 64 ? wide : narrow).to(cob);
    }

    private void shift(LaneType type, Instruction narrow, Instruction wide) {
        if (type == LaneType.I64) {
            cob.l2i();
        }
        bits(type, narrow, wide);
    }

    private void pushNot(LaneType type) {
        switch (type) {
            case MASK -> cob.iconst_1().ixor();
            case I64 -> cob.loadConstant(-1L).lxor();
            default -> cob.iconst_m1().ixor();
        }
    }

    private void bitcast(LaneType to, String narrow, String wide) {
        boolean isInt = to.isInt();
        if (to.bits() == 32) {
            cob.invokestatic(ConstantDescs.CD_Float, narrow,
                isInt ? MethodTypeDesc.of(CD_int, CD_float) : MethodTypeDesc.of(CD_float, CD_int));
        } else {
            cob.invokestatic(ConstantDescs.CD_Double, wide,
                isInt ? MethodTypeDesc.of(CD_long, CD_double) : MethodTypeDesc.of(CD_double, CD_long));
        }
    }

    private static String name(Step s) {
        return s.op().name().toLowerCase(Locale.ROOT);
    }

    private void call(ClassDesc owner, String name, Step s) {
        cob.invokestatic(owner, name, MethodTypeDesc.of(Names.scalar(s.type()), types(s, 0)));
    }

    private ClassDesc[] types(Step s, int skip) {
        return s.operands().stream().skip(skip).map(k -> Names.scalar(step(k).type())).toArray(ClassDesc[]::new);
    }

    private void pushCall(Step s) {
        var otherwise = cob.newLabel();
        var end = cob.newLabel();
        load(s.operand(0)).ifeq(otherwise);
        for (int k = 2; k < s.operands().size(); k++) {
            load(s.operand(k));
        }
        var owner = s.function().owner().describeConstable().orElseThrow();
        cob.invokestatic(owner, s.function().method(), MethodTypeDesc.of(Names.scalar(s.type()), types(s, 2)),
            s.function().owner().isInterface());
        cob.goto_(end).labelBinding(otherwise);
        load(s.operand(1)).labelBinding(end);
    }

    private void pushInput(Step s) {
        int k = (int) s.bits();
        readCell(cob, frame.heap(k), s.type(), () -> frame.input(k, s.type()));
    }

    @Override
    void pushRow(Step s) {
        int k = (int) s.bits();
        readCell(cob, frame.heap(k), s.type(), () -> frame.rowCell(k, s.type()));
    }

    /// Pushes the scalar at an address: array and index, or segment and offset.
    static void readCell(CodeBuilder cob, boolean heap, LaneType type, Runnable address) {
        address.run();
        if (heap) {
            cob.arrayLoad(TypeKind.from(Names.stored(type)));
            return;
        }
        // Layouts are interfaces nested in ValueLayout: OfFloat with the constant JAVA_FLOAT_UNALIGNED, and so on.
        pushLayout(cob, type);
        cob.dup_x2().pop();
        cob.invokeinterface(Names.SEGMENT, "get", MethodTypeDesc.of(Names.stored(type), layout(type), CD_long));
    }

    private static void pushLayout(CodeBuilder cob, LaneType type) {
        cob.getstatic(Names.LAYOUT, layoutName(type), layout(type));
    }

    private static String layoutName(LaneType type) {
        return switch (type) {
            case F32 -> "JAVA_FLOAT_UNALIGNED";
            case F64 -> "JAVA_DOUBLE_UNALIGNED";
            case I32 -> "JAVA_INT_UNALIGNED";
            case I64 -> "JAVA_LONG_UNALIGNED";
            case MASK -> "JAVA_BYTE";
        };
    }

    private static ClassDesc layout(LaneType type) {
        return Names.LAYOUT.nested(switch (type) {
            case F32 -> "OfFloat";
            case F64 -> "OfDouble";
            case I32 -> "OfInt";
            case I64 -> "OfLong";
            case MASK -> "OfByte";
        });
    }

    @Override
    void pushResult() {
        load(code.results().getLast());
    }

    @Override
    void store(int o, int at) {
        var type = step(at).type();
        if (frame.heapOut(o)) {
            frame.output(o);
            load(at);
            narrow(type).arrayStore(TypeKind.from(Names.stored(type)));
            return;
        }
        frame.outputOff(o, () -> pushLayout(cob, type));
        load(at);
        narrow(type).invokeinterface(Names.SEGMENT, "set",
            MethodTypeDesc.of(CD_void, layout(type), CD_long, Names.stored(type)));
    }

    private CodeBuilder narrow(LaneType type) {
        return type == LaneType.MASK ? cob.i2b() : cob;
    }
}
