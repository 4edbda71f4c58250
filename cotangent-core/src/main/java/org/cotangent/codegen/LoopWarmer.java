package org.cotangent.codegen;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.cotangent.lane.LaneType;

/// Scratch operands on which a loop runs until the JIT has compiled it.
final class LoopWarmer {
    private static final int LENGTH = 1024;
    private static final int SLACK = 64;

    private final Object[] at;
    private final long[] single;
    private final long[] base;
    private final long[] stride;
    private final int passes;
    private double nanos = Double.NaN;

    LoopWarmer(LoopSpec spec) {
        this.at = new Object[spec.operands()];
        this.single = new long[at.length];
        this.base = new long[at.length];
        this.stride = new long[at.length];
        this.passes = spec.code().work() <= 8 ? 16 : 4;
        // The kind of arena that storages use, so that the profile of the compiled code fits.
        var arena = Arena.ofAuto();
        for (int k = 0; k < at.length; k++) {
            var type = spec.type(k);
            var ramp = VectorWarmer.ramp(type, k);
            single[k] = type == LaneType.MASK ? 1
                : Cells.bits(org.cotangent.storage.Storage.ofArray(ramp), type, 5);
            at[k] = spec.place(k).heap() ? ramp : offHeap(arena, type, ramp);
        }
    }

    private static MemorySegment offHeap(Arena arena, LaneType type, Object ramp) {
        var segment = arena.allocate((LENGTH + SLACK) * 8L, 64);
        Cells.write(type, ramp, segment, 0, LENGTH);
        return segment;
    }

    /// Whether the vector form beats the scalar one once it is hot.
    boolean faster(LoopKernel vector, LoopKernel scalar) {
        boolean faster = VectorWarmer.compete(vector.lanes() * passes, n -> run(vector, n), n -> run(scalar, n));
        nanos = VectorWarmer.best(n -> run(faster ? vector : scalar, n), 10) / (double) LENGTH;
        return faster;
    }

    double nanosPerElement() {
        return nanos;
    }

    // While the kernel is cold, also rows and remainders, so that no branch is new when it is hot.
    private void run(LoopKernel kernel, int n) {
        boolean cold = n < LENGTH && kernel.lanes() == kernel.reach();
        kernel.run(at, single, base, stride, cold ? 2 : 1, cold && n > kernel.lanes() ? n - 1 : n);
    }
}
