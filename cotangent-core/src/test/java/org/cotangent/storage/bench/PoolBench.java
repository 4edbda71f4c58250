package org.cotangent.storage.bench;

import java.lang.foreign.MemorySegment;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// The storage as built: one eager addition with a fresh result each time, by size; then allocation alone.
///
/// `-Dcotangent.storage.heap=0` pools every size, a large number keeps all on the heap. Needs the Vector API.
public final class PoolBench {
    private static Object sink;

    private PoolBench() {
    }

    private static void add(Storage x, Storage y, int n) {
        Storage z = Storage.allocate(Cell.F32, n);
        if (z.array() instanceof float[] a) {
            HomesBench.addArrays((float[]) x.array(), (float[]) y.array(), a);
        } else {
            HomesBench.addSegments(x.segment(), y.segment(), z.segment(), 4L * n);
        }
        sink = z;
    }

    private static void reuse(Storage x, Storage y, Storage z, int n) {
        if (z.array() instanceof float[] a) {
            HomesBench.addArrays((float[]) x.array(), (float[]) y.array(), a);
        } else {
            HomesBench.addSegments(x.segment(), y.segment(), z.segment(), 4L * n);
        }
    }

    private static void copy(Storage x, Storage z, int n) {
        MemorySegment.copy(x.segment(), 0, z.segment(), 0, 4L * n);
    }

    private static double best(int kind, int n, long runs) {
        Storage x = Storage.zeros(Cell.F32, n);
        Storage y = Storage.zeros(Cell.F32, n);
        Storage z = Storage.zeros(Cell.F32, n);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long t = System.nanoTime();
            for (long k = 0; k < runs; k++) {
                switch (kind) {
                    case 0 -> sink = Storage.allocate(Cell.F32, n);
                    case 1 -> add(x, y, n);
                    case 2 -> reuse(x, y, z, n);
                    default -> copy(x, z, n);
                }
            }
            best = Math.min(best, (System.nanoTime() - t) / (double) runs);
        }
        return best;
    }

    public static void main(String[] args) {
        System.out.println("bytes: ns to allocate, to allocate and add, to add alone, to copy");
        best(1, 64, 100_000);
        for (int bytes = 256; bytes <= 64 << 20; bytes *= bytes < 4096 ? 4 : 2) {
            int n = bytes / 4;
            long runs = Math.max(60, Math.min(200_000, (1500L << 20) / bytes));
            System.out.printf("%d: %.0f %.0f %.0f %.0f%n", bytes, best(0, n, runs), best(1, n, runs), best(2, n, runs),
                    best(3, n, runs));
        }
        System.out.println(Storage.use());
    }
}
