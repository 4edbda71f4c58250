package org.cotangent.storage.bench;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import org.cotangent.runtime.Workers;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// What it costs to hand work to the pool, awake and asleep, and what a copy and a sum gain from it.
///
/// Needs the Vector API.
public final class WorkersBench {
    private static volatile long sink;

    private WorkersBench() {
    }

    private static double micros(int runs, long pauseNanos, Runnable r) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long total = 0;
            for (int i = 0; i < runs; i++) {
                if (pauseNanos > 0) {
                    LockSupport.parkNanos(pauseNanos);
                }
                long t = System.nanoTime();
                r.run();
                total += System.nanoTime() - t;
            }
            best = Math.min(best, total / 1e3 / runs);
        }
        return best;
    }

    /// A sum with a fresh result each time against a copy into one place, both on all threads.
    private static void bandwidth(int bytes) {
        MemorySegment x = Storage.zeros(Cell.I8, bytes).segment();
        MemorySegment y = Storage.zeros(Cell.I8, bytes).segment();
        int runs = (int) Math.max(20, (2L << 30) / bytes);
        double copy = micros(runs, 0, () -> Workers.run(0, bytes, 32 << 10,
                (a, b) -> MemorySegment.copy(x, a, y, a, b - a)));
        double add = micros(runs, 0, () -> {
            MemorySegment z = Storage.allocate(Cell.F32, bytes / 4).segment();
            Workers.run(0, bytes, 32 << 10, (a, b) -> HomesBench.addSegments(
                    x.asSlice(a, b - a), y.asSlice(a, b - a), z.asSlice(a, b - a), b - a));
        });
        System.out.printf("%d KiB on all threads: copy %.1f GB/s, sum with fresh result %.1f GB/s%n", bytes >> 10,
                2e-3 * bytes / copy, 3e-3 * bytes / add);
    }

    public static void main(String[] args) {
        Runnable empty = () -> Workers.run(0, 8, 1, (a, b) -> sink = b);
        Runnable inline = () -> Workers.run(0, 8, 8, (a, b) -> sink = b);
        System.out.printf("threads %d%n", Workers.threads());
        for (int bytes = 1 << 20; bytes <= 64 << 20; bytes *= 4) {
            bandwidth(bytes);
        }
        System.out.printf("inline: %.3f us%n", micros(20000, 0, inline));
        System.out.printf("hand-off, helpers awake: %.2f us%n", micros(20000, 0, empty));
        System.out.printf("hand-off, helpers asleep: %.2f us%n", micros(500, 500_000, empty));
        for (int bytes = 64 << 10; bytes <= 64 << 20; bytes *= 4) {
            MemorySegment x = Storage.zeros(Cell.I8, bytes).segment();
            MemorySegment y = Storage.zeros(Cell.I8, bytes).segment();
            int n = bytes;
            int runs = (int) Math.max(10, (256L << 20) / bytes);
            double one = micros(runs, 0, () -> MemorySegment.copy(x, 0, y, 0, n));
            double all = micros(runs, 0, () -> Workers.run(0, n, 32 << 10,
                    (a, b) -> MemorySegment.copy(x, a, y, a, b - a)));
            double asleep = micros(50, 300_000, () -> Workers.run(0, n, 32 << 10,
                    (a, b) -> MemorySegment.copy(x, a, y, a, b - a)));
            System.out.printf("copy %d KiB: alone %.1f us, pool %.1f us, pool from sleep %.1f us%n",
                    n >> 10, one, all, asleep);
        }
    }
}
