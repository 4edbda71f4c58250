package org.cotangent.codegen;

import java.lang.constant.ClassDesc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.incubator.vector.VectorShape;
import org.cotangent.lane.LaneInterpreter;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;

/// Test support: defines kernels straight from the emitter and runs them on raw bits, on the heap and off it.
final class KernelBench {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private KernelBench() {}

    /// A fresh class, whatever was emitted before.
    static Kernel define(LaneProgram program, Emitter emitter, int singles) {
        var name = ClassDesc.of("org.cotangent.codegen.Test" + COUNT.incrementAndGet());
        try {
            return (Kernel) MethodHandles.lookup().defineHiddenClass(emitter.emit(program, singles, name), true)
                .lookupClass().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(program.name(), e);
        }
    }

    /// The widths that this machine's vectors have.
    static int[] widths() {
        int most = VectorShape.preferredShape().vectorBitSize();
        return java.util.stream.IntStream.of(128, 256, 512).filter(b -> b <= most).toArray();
    }

    static Object array(LaneType type, long[] bits, int offset) {
        var array = Cells.array(type, bits.length + offset + 9);
        var storage = org.cotangent.storage.Storage.ofArray(array);
        for (int i = 0; i < bits.length; i++) {
            Cells.set(storage, type, i + offset, bits[i]);
        }
        return array;
    }

    static long[] bits(LaneType type, Object array, int offset, int n) {
        var storage = org.cotangent.storage.Storage.ofArray(array);
        var bits = new long[n];
        for (int i = 0; i < n; i++) {
            bits[i] = Cells.bits(storage, type, i + offset);
        }
        return bits;
    }

    static long[] expected(LaneProgram program, long[][] inputs, int singles, int n) {
        var interpreter = new LaneInterpreter(program);
        var out = new long[n];
        var one = new long[inputs.length];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < one.length; k++) {
                one[k] = inputs[k][(singles >> k & 1) != 0 ? 0 : i];
            }
            out[i] = canonical(program.result().type(), interpreter.run(one));
        }
        return out;
    }

    static long[] heap(LaneProgram program, Kernel kernel, long[][] inputs, int singles, int n, int offset) {
        var in = new Object[inputs.length];
        for (int k = 0; k < in.length; k++) {
            in[k] = array(program.inputs().get(k), inputs[k], offset);
        }
        var type = program.result().type();
        var out = Cells.array(type, n + offset + 9);
        new KernelRunner(program, singles).heap(kernel, in, firsts(inputs), out, offset, offset + n);
        return canonical(type, bits(type, out, offset, n));
    }

    static long[] segments(LaneProgram program, Kernel kernel, long[][] inputs, int singles, int n, int offset) {
        try (var arena = Arena.ofConfined()) {
            var in = new MemorySegment[inputs.length];
            for (int k = 0; k < in.length; k++) {
                var type = program.inputs().get(k);
                in[k] = arena.allocate(((long) inputs[k].length + offset) * 8 + 8, 8);
                Cells.write(type, array(type, inputs[k], 0), in[k], offset, inputs[k].length);
            }
            var type = program.result().type();
            var out = arena.allocate(n * 8L + offset * 8L + 8, 8);
            new KernelRunner(program, singles).segments(kernel, in, firsts(inputs), out, offset, offset + (long) n);
            var array = Cells.array(type, n);
            Cells.read(type, out, offset, array, n);
            return canonical(type, bits(type, array, 0, n));
        }
    }

    private static long[] firsts(long[][] inputs) {
        return java.util.stream.LongStream.range(0, inputs.length).map(k -> inputs[(int) k].length == 0 ? 0
            : inputs[(int) k][0]).toArray();
    }

    static long[] canonical(LaneType type, long[] bits) {
        for (int i = 0; i < bits.length; i++) {
            bits[i] = canonical(type, bits[i]);
        }
        return bits;
    }

    private static long canonical(LaneType type, long bits) {
        return switch (type) {
            case F32 -> Float.floatToIntBits(Float.intBitsToFloat((int) bits));
            case F64 -> Double.doubleToLongBits(Double.longBitsToDouble(bits));
            default -> bits;
        };
    }
}
