package org.cotangent.storage.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// What one element costs by index, through a storage and through its segment, and what a new small storage costs.
public final class AccessBench {
    private static final int N = 4096;
    private static double sink;
    private static Object kept;

    private AccessBench() {
    }

    private static double storage(Storage s) {
        double sum = 0;
        for (long i = 0; i < s.count(); i++) {
            sum += s.getDouble(i);
        }
        return sum;
    }

    private static double segment(MemorySegment s) {
        double sum = 0;
        for (long i = 0; i < N; i++) {
            sum += s.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i);
        }
        return sum;
    }

    private static void report(String name, int per, Runnable r) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long t = System.nanoTime();
            for (int k = 0; k < 5000; k++) {
                r.run();
            }
            best = Math.min(best, (System.nanoTime() - t) / 5000.0 / per);
        }
        System.out.printf("%s: %.2f ns%n", name, best);
    }

    public static void main(String[] args) {
        double[] a = new double[N];
        Storage heap = Storage.ofArray(a);
        Storage native1 = Storage.allocate(Cell.F64, 1 << 20).slice(0, N);
        MemorySegment heapSegment = MemorySegment.ofArray(a);
        report("heap storage, one kind seen", N, () -> sink += storage(heap));
        report("off-heap storage, both kinds seen", N, () -> sink += storage(native1));
        report("heap storage, both kinds seen", N, () -> sink += storage(heap));
        report("heap segment, one kind seen", N, () -> sink += segment(heapSegment));
        report("off-heap segment, both kinds seen", N, () -> sink += segment(native1.segment()));
        report("heap segment, both kinds seen", N, () -> sink += segment(heapSegment));
        report("new storage of 1 cell", 1, () -> kept = Storage.allocate(Cell.F32, 1));
        report("new storage of 64 cells", 1, () -> kept = Storage.allocate(Cell.F32, 64));
        report("new storage of 64 cells and its segment", 1, () -> kept = Storage.allocate(Cell.F32, 64).segment());
        report("new storage of 64 KiB, released", 1, () -> Storage.allocate(Cell.F32, 1 << 14).release());
        report("new storage of 64 KiB, collected", 1, () -> kept = Storage.allocate(Cell.F32, 1 << 14));
    }
}
