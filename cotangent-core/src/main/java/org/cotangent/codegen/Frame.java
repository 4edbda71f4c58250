package org.cotangent.codegen;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.cotangent.lane.LaneType;

/// Where a kernel method finds its operands: the locals of the unpacked inputs, of the output and of the index, on or
/// off the heap.
///
/// Slots of the parameters are those of an instance method: 1 inputs, 2 single bits, 3 output, 4 from, then the end or
/// the count.
class Frame {
    final CodeBuilder cob;
    private final boolean heap;
    private final int first;
    private final int[] input;
    private final int output;
    final int index;
    private final LaneType result;

    /// For loops that find their operands otherwise.
    Frame(CodeBuilder cob, int index) {
        this.cob = cob;
        this.index = index;
        this.heap = false;
        this.first = 0;
        this.input = null;
        this.output = -1;
        this.result = null;
    }

    /// `first` is the slot of the first parameter: 1 in instance methods, 0 in static ones.
    Frame(CodeBuilder cob, boolean heap, int first, List<LaneType> inputs, int singles, LaneType result) {
        this(cob, heap, heap, first, inputs, singles, result);
    }

    /// As before, with an output that is an array whatever the inputs are, if `arrayOutput` says so.
    Frame(CodeBuilder cob, boolean heap, boolean arrayOutput, int first, List<LaneType> inputs, int singles,
        LaneType result) {
        this.cob = cob;
        this.heap = heap;
        this.first = first;
        this.result = result;
        this.input = new int[inputs.size()];
        for (int k = 0; k < input.length; k++) {
            input[k] = (singles >> k & 1) != 0 ? -1 : cob.allocateLocal(TypeKind.REFERENCE);
            if (input[k] >= 0) {
                cob.aload(first).loadConstant(k).aaload();
                cast(heap, inputs.get(k)).astore(input[k]);
            }
        }
        this.output = cob.allocateLocal(TypeKind.REFERENCE);
        cob.aload(first + 2);
        cast(arrayOutput, result).astore(output);
        this.index = cob.allocateLocal(TypeKind.INT);
        if (heap) {
            cob.iload(first + 3).istore(index);
        } else {
            cob.iconst_0().istore(index);
        }
    }

    private CodeBuilder cast(boolean array, LaneType type) {
        return array ? cob.checkcast(Names.stored(type).arrayType()) : cob;
    }

    boolean heap() {
        return heap;
    }

    /// Whether input `k` lies in an array.
    boolean heap(int k) {
        return heap;
    }

    /// Whether input `k` has one cell a row.
    boolean isRow(int k) {
        return false;
    }

    /// Pushes array and index, or segment and offset, of the cell of the current row of input `k`.
    CodeBuilder rowCell(int k, LaneType type) {
        throw new IllegalStateException("no rows here");
    }

    /// Whether output `o` lies in an array.
    boolean heapOut(int o) {
        return heap;
    }

    LaneType result() {
        return result;
    }

    /// Runs the scalar twin `scalar` of the class for the lanes of the current pass.
    void callTwin(ClassDesc self, Runnable lanes) {
        parameters();
        position();
        if (heap) {
            position();
            lanes.run();
            cob.iadd().invokestatic(self, "scalar", Names.HEAP);
        } else {
            lanes.run();
            cob.invokestatic(self, "scalar", Names.NATIVE);
        }
    }

    /// Pushes the end of the index.
    CodeBuilder end() {
        return cob.iload(heap ? first + 4 : first + 5);
    }

    /// Pushes the bits of a single operand.
    CodeBuilder single(int k) {
        return cob.aload(first + 1).loadConstant(k).laload();
    }

    /// Pushes array and index, or segment and offset, of an input.
    CodeBuilder input(int k, LaneType type) {
        return address(input[k], type);
    }

    /// Pushes array and index, or segment and offset, of an output.
    CodeBuilder output(int o) {
        return address(output, result);
    }

    /// Pushes segment, then what `layout` pushes, then the offset of an output off the heap.
    CodeBuilder outputOff(int o, Runnable layout) {
        outputArray();
        layout.run();
        return offset(result);
    }

    /// Pushes the output array.
    CodeBuilder outputArray() {
        return cob.aload(output);
    }

    private CodeBuilder address(int slot, LaneType type) {
        cob.aload(slot);
        return heap ? cob.iload(index) : offset(type);
    }

    /// Pushes the byte offset of the current element.
    CodeBuilder offset(LaneType type) {
        cob.lload(first + 3).iload(index).i2l().ladd();
        return Names.shift(type) == 0 ? cob : cob.loadConstant(Names.shift(type)).lshl();
    }

    /// Pushes what calls the same kernel's scalar twin need: inputs, single bits, output.
    CodeBuilder parameters() {
        return cob.aload(first).aload(first + 1).aload(first + 2);
    }

    /// Pushes the number of the current element: an int on the heap, a long off it.
    CodeBuilder position() {
        return heap ? cob.iload(index) : cob.lload(first + 3).iload(index).i2l().ladd();
    }

    /// Turns bits on the stack into a value of the type.
    static CodeBuilder fromBits(CodeBuilder cob, LaneType type) {
        return switch (type) {
            case F32 -> cob.l2i().invokestatic(ConstantDescs.CD_Float, "intBitsToFloat",
                MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
            case F64 -> cob.invokestatic(ConstantDescs.CD_Double, "longBitsToDouble",
                MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
            case I32, MASK -> cob.l2i();
            case I64 -> cob;
        };
    }
}
