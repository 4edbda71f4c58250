package org.cotangent.codegen;

import java.lang.foreign.MemorySegment;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Storage;

/// The kernels of one program for one choice of single operands, and which of them is in use on and off the heap.
final class LaneVariant {
    /// Elements times operations after which vector code is prepared.
    private static final long HOT = Long.getLong("cotangent.vector.hot", 2_000_000);

    /// Elements times operations below which the padded remainder of vector code costs more than scalar code.
    private static final long LITTLE = 128;

    private final LaneProgram program;
    private final LaneType[] types;
    private final int singles;
    private final int work;
    private final KernelRunner runner;
    private final Kernel scalar;
    private volatile Kernel array;
    private volatile Kernel direct;
    private long heat;
    private long heatOff;
    private boolean asked;
    private boolean askedOff;

    LaneVariant(LaneProgram program, int singles, int work) {
        this.program = program;
        this.types = program.inputs().toArray(LaneType[]::new);
        this.singles = singles;
        this.work = Math.max(1, work);
        this.runner = new KernelRunner(program, singles);
        var found = KernelClasses.load(program, Form.SCALAR, singles);
        this.scalar = found != null ? found : new InterpretedKernel(program, singles);
        this.array = scalar;
        this.direct = scalar;
    }

    void run(Storage[] operands, Storage out, long from, long to) {
        boolean heap = out.array() != null;
        boolean pure = heap || out.segment().isNative();
        for (int k = 0; k < operands.length && pure; k++) {
            pure = (singles >> k & 1) != 0 || (heap ? operands[k].array() != null : offHeap(operands[k]));
        }
        long[] single = singles == 0 ? null : singles(operands);
        if (!pure) {
            runner.staged(heated(to - from), segments(operands, true), arrays(operands), single,
                heap ? null : out.segment(), out.array(), from, to);
        } else if (heap) {
            runner.heap(heated(to - from), arrays(operands), single, out.array(), (int) from, (int) to);
        } else {
            runner.segments(heatedOff(to - from), segments(operands, false), single, out.segment(), from, to);
        }
    }

    // A slice of an array is a segment too, and would spoil the profile of the kernels for native ones.
    private static boolean offHeap(Storage operand) {
        return operand.array() == null && operand.segment().isNative();
    }

    private long[] singles(Storage[] operands) {
        var bits = new long[operands.length];
        for (int k = 0; k < bits.length; k++) {
            if ((singles >> k & 1) != 0) {
                bits[k] = Cells.bits(operands[k], types[k], 0);
            }
        }
        return bits;
    }

    private static Object[] arrays(Storage[] operands) {
        var arrays = new Object[operands.length];
        for (int k = 0; k < arrays.length; k++) {
            arrays[k] = operands[k].array();
        }
        return arrays;
    }

    private MemorySegment[] segments(Storage[] operands, boolean nativeOnly) {
        var segments = new MemorySegment[operands.length];
        for (int k = 0; k < segments.length; k++) {
            if ((singles >> k & 1) == 0 && !(nativeOnly && operands[k].array() != null)) {
                segments[k] = operands[k].segment();
            }
        }
        return segments;
    }

    // The counts race; a lost one only delays.
    private Kernel heated(long n) {
        if (!asked && (heat += n * work) > HOT) {
            asked = true;
            VectorWarmer.ask(this::warm);
        }
        return n * work < LITTLE ? scalar : array;
    }

    private Kernel heatedOff(long n) {
        if (!askedOff && (heatOff += n * work) > HOT) {
            askedOff = true;
            VectorWarmer.ask(this::warmOff);
        }
        return direct;
    }

    /// Compiles the vector code for arrays and takes it if it is faster.
    synchronized boolean warm() {
        asked = true;
        if (array == scalar) {
            var vector = KernelClasses.load(program, Form.VECTOR, singles);
            if (vector != null && new VectorWarmer(program, singles, work).faster(vector, scalar, false)) {
                array = vector;
            }
        }
        return array != scalar;
    }

    /// The same for native memory, where scalar code goes through scratch arrays.
    synchronized boolean warmOff() {
        askedOff = true;
        if (direct == scalar) {
            var vector = array != scalar ? array : KernelClasses.load(program, Form.VECTOR, singles);
            if (vector != null && new VectorWarmer(program, singles, work).faster(vector, scalar, true)) {
                direct = vector;
            }
        }
        return direct != scalar;
    }
}
