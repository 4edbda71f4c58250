package org.cotangent.codegen;

import java.lang.foreign.MemorySegment;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;

/// Runs a [Kernel] over any range: in blocks, so that the JIT compiles the method and not one endless loop of it, and
/// what is less than a vector through padded scratch arrays and the very same loop, so that no element goes another way
/// (law 6).
final class KernelRunner {
    /// Elements of one call of a kernel.
    static final int BLOCK = 8192;
    /// Elements of one pass through scratch where operands lie both on and off the heap.
    private static final int STAGE = 1024;

    private final LaneType[] types;
    private final LaneType result;
    private final int singles;

    KernelRunner(LaneProgram program, int singles) {
        this.types = program.inputs().toArray(LaneType[]::new);
        this.result = program.result().type();
        this.singles = singles;
    }

    /// The result's type.
    LaneType result() {
        return result;
    }

    /// Elements `from` to `to` of arrays.
    void heap(Kernel kernel, Object[] in, long[] single, Object out, int from, int to) {
        int full = from + whole(kernel, to - from);
        int at = from;
        while (full - at > BLOCK) {
            kernel.heap(in, single, out, at, at + BLOCK);
            at += BLOCK;
        }
        if (at < full) {
            kernel.heap(in, single, out, at, full);
        }
        if (full < to) {
            heapTail(kernel, in, single, out, full, to - full);
        }
    }

    /// Elements `from` to `to` of native segments.
    void segments(Kernel kernel, MemorySegment[] in, long[] single, MemorySegment out, long from, long to) {
        if (kernel.lanes() == 1) {
            staged(kernel, in, new Object[in.length], single, out, null, from, to);
            return;
        }
        long at = from;
        while (at < to) {
            int count = (int) Math.min(BLOCK, to - at);
            int full = whole(kernel, count);
            if (full > 0) {
                kernel.segments(in, single, out, at, full);
                at += full;
            } else {
                staged(kernel, in, new Object[in.length], single, out, null, at, to);
                return;
            }
        }
    }

    // Elements of whole passes that stay within n, counting what the last pass touches beyond its lanes.
    private static int whole(Kernel kernel, int n) {
        int reach = kernel.reach();
        int lanes = kernel.lanes();
        return n < reach ? 0 : (n - reach) / lanes * lanes + lanes;
    }

    private void heapTail(Kernel kernel, Object[] in, long[] single, Object out, int from, int count) {
        int padded = padded(kernel, count);
        int size = padded + kernel.reach();
        var scratch = new Object[in.length];
        for (int k = 0; k < scratch.length; k++) {
            if ((singles >> k & 1) == 0) {
                scratch[k] = Cells.array(types[k], size);
                System.arraycopy(in[k], from, scratch[k], 0, count);
                Cells.pad(scratch[k], count, padded);
            }
        }
        var target = Cells.array(result, size);
        kernel.heap(scratch, single, target, 0, padded);
        System.arraycopy(target, 0, out, from, count);
    }

    private static int padded(Kernel kernel, int count) {
        int lanes = kernel.lanes();
        return (count + lanes - 1) / lanes * lanes;
    }

    /// Elements `from` to `to` where each input is either a segment or (segment null) an array, and so the output:
    /// through scratch.
    void staged(Kernel kernel, MemorySegment[] in, Object[] arrays, long[] single, MemorySegment out, Object outArray,
            long from, long to) {
        int size = padded(kernel, (int) Math.min(STAGE, to - from)) + kernel.reach();
        var scratch = new Object[in.length];
        for (int k = 0; k < scratch.length; k++) {
            scratch[k] = (singles >> k & 1) == 0 ? Cells.array(types[k], size) : null;
        }
        var target = Cells.array(result, size);
        for (long at = from; at < to; at += STAGE) {
            int count = (int) Math.min(STAGE, to - at);
            int padded = padded(kernel, count);
            for (int k = 0; k < scratch.length; k++) {
                if (scratch[k] != null) {
                    stage(k, in[k], arrays[k], at, scratch[k], count);
                    Cells.pad(scratch[k], count, padded);
                }
            }
            kernel.heap(scratch, single, target, 0, padded);
            if (out != null) {
                Cells.write(result, target, out, at, count);
            } else {
                System.arraycopy(target, 0, outArray, (int) at, count);
            }
        }
    }

    private void stage(int k, MemorySegment segment, Object array, long at, Object scratch, int count) {
        if (segment != null) {
            Cells.read(types[k], segment, at, scratch, count);
        } else {
            System.arraycopy(array, (int) at, scratch, 0, count);
        }
    }
}
