package org.cotangent.codegen;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.lane.ReductionTree;

/// The scalar parts of a [ReduceKernel]: merging partial results, and rows too short for vectors.
final class FoldEmitter {
    private final CodeBuilder cob;
    private final LaneType type;
    private final ReduceOp op;
    private final ClassDesc array;
    private final TypeKind kind;

    FoldEmitter(CodeBuilder cob, LaneType type, ReduceOp op) {
        this.cob = cob;
        this.type = type;
        this.op = op;
        this.array = Names.stored(type).arrayType();
        this.kind = TypeKind.from(Names.stored(type));
    }

    /// Pushes the combination of the two values on the stack.
    void combine() {
        if (op == ReduceOp.MAX || op == ReduceOp.MIN) {
            var t = Names.scalar(type);
            cob.invokestatic(Names.MATH, op.name().toLowerCase(Locale.ROOT), MethodTypeDesc.of(t, t, t));
            return;
        }
        boolean sum = op == ReduceOp.SUM;
        cob.with(OperatorInstruction.of(switch (type) {
            case F32 -> sum ? Opcode.FADD : Opcode.FMUL;
            case F64 -> sum ? Opcode.DADD : Opcode.DMUL;
            case I32 -> sum ? Opcode.IADD : Opcode.IMUL;
            default -> sum ? Opcode.LADD : Opcode.LMUL;
        }));
    }

    /// Pushes the identity.
    void identity() {
        long bits = op.identity(type);
        switch (type) {
            case F32 -> cob.loadConstant(Float.intBitsToFloat((int) bits));
            case F64 -> cob.loadConstant(Double.longBitsToDouble(bits));
            case I32 -> cob.loadConstant((int) bits);
            default -> cob.loadConstant(bits);
        }
    }

    /// The method `merge(Object array, int to, int from, int count)`.
    void merge() {
        int values = local(1);
        loop(() -> cob.iload(4), j -> {
            cob.aload(values).iload(2).iload(j).iadd();
            cob.aload(values).iload(2).iload(j).iadd().arrayLoad(kind);
            cob.aload(values).iload(3).iload(j).iadd().arrayLoad(kind);
            combine();
            cob.arrayStore(kind);
        });
        cob.return_();
    }

    /// The method `shortRow(Object array, int from, int n, Object work)`: halves from W down, leaving out what is not
    /// there.
    void shortRow() {
        int values = local(1);
        int work = local(4);
        int half = cob.allocateLocal(TypeKind.INT);
        loop(() -> cob.iload(3), j -> {
            cob.aload(work).iload(j);
            identity();
            cob.aload(values).iload(2).iload(j).iadd().arrayLoad(kind);
            combine();
            cob.arrayStore(kind);
        });
        var top = cob.newLabel();
        var less = cob.newLabel();
        var end = cob.newLabel();
        cob.loadConstant(ReductionTree.columns(type) / 2).istore(half);
        cob.labelBinding(top).iload(half).ifeq(end).iload(3).iload(half).if_icmple(less);
        loop(() -> cob.iload(3).iload(half).isub(), j -> {
            cob.aload(work).iload(j).aload(work).iload(j).arrayLoad(kind);
            cob.aload(work).iload(j).iload(half).iadd().arrayLoad(kind);
            combine();
            cob.arrayStore(kind);
        });
        cob.iload(half).istore(3);
        cob.labelBinding(less).iload(half).iconst_1().ishr().istore(half).goto_(top);
        cob.labelBinding(end).return_();
    }

    private int local(int parameter) {
        int local = cob.allocateLocal(TypeKind.REFERENCE);
        cob.aload(parameter).checkcast(array).astore(local);
        return local;
    }

    private interface Step {
        void at(int index);
    }

    private void loop(Runnable end, Step body) {
        int j = cob.allocateLocal(TypeKind.INT);
        var top = cob.newLabel();
        var out = cob.newLabel();
        cob.iconst_0().istore(j).labelBinding(top).iload(j);
        end.run();
        cob.if_icmpge(out);
        body.at(j);
        cob.iinc(j, 1).goto_(top).labelBinding(out);
    }
}
