package org.cotangent.bench;

import java.util.Arrays;
import java.util.function.Supplier;

/// Medians of repeated runs, for the small benchmarks beside the tests.
final class Timing {
    static volatile Object sink;

    private Timing() {
    }

    /// The median seconds of one run of `body`, over rounds that last about a tenth of a second each, after a warm-up.
    static double seconds(Supplier<?> body) {
        long warm = System.nanoTime() + 700_000_000L;
        long runs = 0;
        do {
            sink = body.get();
            runs++;
        } while (System.nanoTime() < warm);
        long each = Math.max(1, runs / 7);
        var rounds = new double[9];
        for (int r = 0; r < rounds.length; r++) {
            long t = System.nanoTime();
            for (long i = 0; i < each; i++) {
                sink = body.get();
            }
            rounds[r] = (System.nanoTime() - t) / 1e9 / each;
        }
        Arrays.sort(rounds);
        return rounds[rounds.length / 2];
    }
}
