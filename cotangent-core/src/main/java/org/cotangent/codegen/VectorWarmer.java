package org.cotangent.codegen;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.LinkedBlockingQueue;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Storage;

/// Runs vector kernels on scratch data until the JIT has compiled them, on one background thread, and says whether
/// they pay.
///
/// Before it is compiled, vector code is 30 to 100 times slower than after, so it must not be met cold by a caller.
final class VectorWarmer {
    private static final int LENGTH = 1024;
    /// Room for what a pass touches beyond its lanes.
    private static final int SLACK = 64;
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final LinkedBlockingQueue<Runnable> QUEUE = new LinkedBlockingQueue<>();

    private final KernelRunner runner;
    private final LaneType[] types;
    private final LaneType result;
    private final int singles;
    private final int work;
    private final long[] single;

    VectorWarmer(LaneProgram program, int singles, int work) {
        this.runner = new KernelRunner(program, singles);
        this.types = program.inputs().toArray(LaneType[]::new);
        this.result = program.result().type();
        this.singles = singles;
        this.work = work;
        this.single = new long[types.length];
    }

    /// Queues a warming; the thread starts with the first.
    static void ask(Runnable warming) {
        if (KernelClasses.vectors()) {
            Worker.START.toString();
            QUEUE.add(warming);
        }
    }

    private static final class Worker {
        static final Thread START = Thread.ofPlatform().daemon().name("cotangent-warm").priority(Thread.MIN_PRIORITY)
            .start(Worker::loop);

        private static void loop() {
            while (true) {
                try {
                    QUEUE.take().run();
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException | LinkageError e) {
                    System.getLogger("org.cotangent.codegen")
                        .log(System.Logger.Level.WARNING, "warming a kernel failed", e);
                }
            }
        }
    }

    /// Runs `vector` until it is hot; whether it then beats `scalar` on [#LENGTH] elements.
    boolean faster(Kernel vector, Kernel scalar, boolean offHeap) {
        var in = new Object[types.length];
        for (int k = 0; k < in.length; k++) {
            in[k] = ramp(types[k], k);
            single[k] = types[k] == LaneType.MASK ? 1 : Cells.bits(
                Storage.ofArray(in[k]), types[k], 5);
        }
        var out = Cells.array(result, LENGTH + SLACK);
        return offHeap ? fasterOff(vector, scalar, in, out) : compete(vector.lanes() * passes(),
            n -> vector.heap(in, single, out, 0, n), n -> scalar.heap(in, single, out, 0, n));
    }

    private boolean fasterOff(Kernel vector, Kernel scalar, Object[] in, Object out) {
        // The kind of arena that storages use, so that the profile of the compiled code fits.
        var arena = Arena.ofAuto();
        var segments = new MemorySegment[in.length];
        for (int k = 0; k < in.length; k++) {
            segments[k] = arena.allocate(LENGTH * 8L, 64);
            Cells.write(types[k], in[k], segments[k], 0, LENGTH);
        }
        var target = arena.allocate(LENGTH * 8L, 64);
        return compete(vector.lanes() * passes(), n -> vector.segments(segments, single, target, 0, n),
            n -> runner.segments(scalar, segments, single, target, 0, n));
    }

    // Few passes a call while calls are boxed and slow; calls are what makes the JIT compile.
    private int passes() {
        return work <= 8 ? 16 : 4;
    }

    interface Run {
        void of(int count);
    }

    static boolean compete(int small, Run vector, Run scalar) {
        int few = Math.min(small, LENGTH);
        long end = System.nanoTime() + PATIENCE_NANOS;
        long rival = best(scalar, 30);
        for (int round = 0; System.nanoTime() < end; round++) {
            for (int i = 0; i < (round == 0 ? 5000 : 500) && System.nanoTime() < end; i++) {
                vector.of(few);
            }
            rival = Math.min(rival, best(scalar, 30));
            if (best(vector, 10) < rival * 0.95) {
                return true;
            }
            if (round > 60) {
                return false;
            }
            pause();
        }
        return false;
    }

    // The compilers need the processor more than this thread does.
    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static long best(Run run, int repeat) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < repeat; i++) {
            long start = System.nanoTime();
            run.of(LENGTH - LENGTH % 64);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    static Object ramp(LaneType type, int k) {
        var array = Cells.array(type, LENGTH + SLACK);
        var storage = Storage.ofArray(array);
        for (int i = 0; i < LENGTH; i++) {
            float x = (i * 7 + k * 13) % 64 / 32f + 0.0625f;
            Cells.set(storage, type, i, switch (type) {
                case F32 -> Float.floatToRawIntBits(x);
                case F64 -> Double.doubleToRawLongBits(x);
                case MASK -> i >> 2 & 1;
                case I32, I64 -> i + 1;
            });
        }
        return array;
    }
}
