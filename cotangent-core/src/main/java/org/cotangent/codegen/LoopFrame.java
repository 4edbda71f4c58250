package org.cotangent.codegen;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.cotangent.codegen.LoopSpec.Place;
import org.cotangent.lane.LaneType;

/// Where a [LoopKernel] method finds its operands: a local for each array or segment and one for the place in it where
/// the current row begins (cells in arrays, bytes off the heap).
final class LoopFrame extends Frame {
    static final MethodTypeDesc RUN = MethodTypeDesc.of(ConstantDescs.CD_void, Names.OBJECTS, Names.BITS, Names.BITS,
        Names.BITS, ConstantDescs.CD_int, ConstantDescs.CD_int);
    /// A row, from an element to another.
    static final MethodTypeDesc TWIN = MethodTypeDesc.of(ConstantDescs.CD_void, Names.OBJECTS, Names.BITS, Names.BITS,
        Names.BITS, ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);

    private final LoopSpec spec;
    private final int first;
    private final int[] operand;
    private final int[] start;
    final int row;

    /// `first` is the slot of the first parameter; the row counter is the local `row`, or a new one where it is -1.
    LoopFrame(CodeBuilder cob, LoopSpec spec, int first, int row) {
        super(cob, cob.allocateLocal(TypeKind.INT));
        this.spec = spec;
        this.first = first;
        this.row = row >= 0 ? row : cob.allocateLocal(TypeKind.INT);
        this.operand = new int[spec.operands()];
        this.start = new int[operand.length];
        for (int k = 0; k < operand.length; k++) {
            if (spec.place(k) != Place.SINGLE) {
                operand[k] = cob.allocateLocal(TypeKind.REFERENCE);
                start[k] = cob.allocateLocal(spec.place(k).heap() ? TypeKind.INT : TypeKind.LONG);
                cob.aload(first).loadConstant(k).aaload();
                cob.checkcast(spec.place(k).heap() ? Names.stored(spec.type(k)).arrayType() : Names.SEGMENT);
                cob.astore(operand[k]);
            }
        }
    }

    /// Finds where the operands of the current row begin.
    void moveToRow() {
        for (int k = 0; k < operand.length; k++) {
            var place = spec.place(k);
            if (place == Place.SINGLE) {
                continue;
            }
            cob.aload(first + 2).loadConstant(k).laload();
            cob.iload(row).i2l().aload(first + 3).loadConstant(k).laload().lmul().ladd();
            if (place.heap()) {
                cob.l2i().istore(start[k]);
            } else {
                shift(spec.type(k)).lstore(start[k]);
            }
        }
    }

    private CodeBuilder shift(LaneType type) {
        return Names.shift(type) == 0 ? cob : cob.loadConstant(Names.shift(type)).lshl();
    }

    private CodeBuilder address(int k) {
        cob.aload(operand[k]);
        return spec.place(k).heap() ? cob.iload(start[k]).iload(index).iadd() : offset(k);
    }

    private CodeBuilder offset(int k) {
        cob.lload(start[k]).iload(index).i2l();
        return shift(spec.type(k)).ladd();
    }

    private int result(int o) {
        return spec.inputs().size() + o;
    }

    @Override
    boolean heap(int k) {
        return spec.place(k).heap();
    }

    @Override
    boolean heapOut(int o) {
        return spec.place(result(o)).heap();
    }

    @Override
    boolean isRow(int k) {
        return spec.place(k).row();
    }

    @Override
    CodeBuilder single(int k) {
        return cob.aload(first + 1).loadConstant(k).laload();
    }

    @Override
    CodeBuilder input(int k, LaneType type) {
        return address(k);
    }

    @Override
    CodeBuilder rowCell(int k, LaneType type) {
        cob.aload(operand[k]);
        return spec.place(k).heap() ? cob.iload(start[k]) : cob.lload(start[k]);
    }

    @Override
    CodeBuilder output(int o) {
        return address(result(o));
    }

    @Override
    CodeBuilder outputOff(int o, Runnable layout) {
        cob.aload(operand[result(o)]);
        layout.run();
        return offset(result(o));
    }

    @Override
    void callTwin(ClassDesc self, Runnable lanes) {
        cob.aload(first).aload(first + 1).aload(first + 2).aload(first + 3).iload(row).iload(index).iload(index);
        lanes.run();
        cob.iadd().invokestatic(self, "scalar", TWIN);
    }
}
