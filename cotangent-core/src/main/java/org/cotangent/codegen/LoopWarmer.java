package org.cotangent.codegen;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.cotangent.lane.LaneType;

/// Scratch operands on which a loop runs until the JIT has compiled it.
final class LoopWarmer {
    private static final int LENGTH = 1024;
    private static final int SLACK = 64;
    private static final int CALLS = 6000;
    /// Nanoseconds of an operation on a vector that only compiled code stays below.
    private static final long HOT_NANOS = 8;
    private static final long PATIENCE_NANOS = 15_000_000_000L;

    private final Object[] at;
    private final long[] single;
    private final long[] base;
    private final long[] stride;
    private final int work;
    private double nanos = Double.NaN;

    LoopWarmer(LoopSpec spec) {
        this.at = new Object[spec.operands()];
        this.single = new long[at.length];
        this.base = new long[at.length];
        this.stride = new long[at.length];
        this.work = spec.code().work();
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

    /// Whether the vector form was compiled: cold code makes an object of every vector, some fifty nanoseconds each.
    ///
    /// Few passes a call, for calls are what makes the JIT compile, and then the compiler gets the processor.
    boolean compiles(LoopKernel vector) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        int lanes = vector.lanes();
        for (int i = 0; i < CALLS && (i % 500 != 0 || !hot(vector)); i++) {
            cold(vector, lanes);
        }
        while (!hot(vector)) {
            if (System.nanoTime() > end) {
                return false;
            }
            for (int i = 0; i < 50; i++) {
                cold(vector, lanes);
            }
            pause();
        }
        nanos = VectorWarmer.best(n -> run(vector, n), 10) / (double) LENGTH;
        return true;
    }

    private boolean hot(LoopKernel vector) {
        int n = Math.max(vector.reach(), vector.lanes() * 4);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            run(vector, n);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best < 200 + HOT_NANOS * (work + at.length) * 4;
    }

    /// Also rows and remainders, so that no branch is new when it is hot.
    private void cold(LoopKernel kernel, int lanes) {
        boolean rest = lanes == kernel.reach();
        kernel.run(at, single, base, stride, rest ? 2 : 1, rest ? lanes + 1 : kernel.reach());
    }

    double nanosPerElement() {
        return nanos;
    }

    private void run(LoopKernel kernel, int n) {
        kernel.run(at, single, base, stride, 1, n);
    }

    private static void pause() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
