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

    /// The least seconds of one run of each of two, in turn for `rounds` rounds of about a hundredth of a second each,
    /// after a warm-up: what else runs on the machine hits both alike.
    static double[] inTurn(int rounds, Supplier<?> a, Supplier<?> b) {
        var each = new long[] {runs(a), runs(b)};
        var least = new double[] {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int r = 0; r < 2 * rounds; r++) {
            var body = r % 2 == 0 ? a : b;
            long t = System.nanoTime();
            for (long i = 0; i < each[r % 2]; i++) {
                sink = body.get();
            }
            least[r % 2] = Math.min(least[r % 2], (System.nanoTime() - t) / 1e9 / each[r % 2]);
        }
        return least;
    }

    private static long runs(Supplier<?> body) {
        long warm = System.nanoTime() + 500_000_000L;
        long runs = 0;
        do {
            sink = body.get();
            runs++;
        } while (System.nanoTime() < warm);
        return Math.max(1, runs / 50);
    }
}
