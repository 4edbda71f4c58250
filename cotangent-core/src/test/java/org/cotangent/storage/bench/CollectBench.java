package org.cotangent.storage.bench;

import java.util.ArrayList;
import java.util.List;

/// What an explicit collection costs, with little and with much on the heap, and what heap zeroing costs by size.
public final class CollectBench {
    private static Object sink;

    private CollectBench() {
    }

    public static void main(String[] args) {
        List<Object> live = new ArrayList<>();
        for (int megabytes : new int[] {0, 64, 256, 1024}) {
            while (live.size() < megabytes * 1024) {
                live.add(new Object[256]);
            }
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 8; i++) {
                long t = System.nanoTime();
                System.gc();
                best = Math.min(best, System.nanoTime() - t);
            }
            System.out.printf("System.gc with %d MB live: %.1f ms%n", megabytes, best / 1e6);
        }
        live.clear();
        System.gc();
        for (int bytes = 4096; bytes <= 16 << 20; bytes *= 4) {
            long runs = Math.max(100, (2L << 30) / bytes);
            long best = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                long t = System.nanoTime();
                for (long i = 0; i < runs; i++) {
                    sink = new byte[bytes];
                }
                best = Math.min(best, (System.nanoTime() - t) / runs);
            }
            System.out.printf("new byte[%d]: %d ns%n", bytes, best);
        }
    }
}
