package org.cotangent.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// The first seconds of a workload, in pieces of at least a millisecond: how long until it runs as fast as it ever
/// will.
final class WarmUp {
    private static final long PIECE = 1_000_000;
    /// A piece is slow where it takes so many times the final time.
    private static final double SLOW = 1.25;
    private static final int WINDOW = 5;

    /// A piece: nanoseconds from the first call to its end, calls until then, nanoseconds of one of its calls.
    private record Piece(long end, long calls, double each) {
    }

    /// When it was steady: seconds from the beginning of the first call, and the calls until then.
    record Steady(double seconds, long calls) {
    }

    static volatile Object sink;

    private final List<Piece> pieces = new ArrayList<>();
    private final long begin;
    private long calls;

    /// The first call began at `begin` by the clock of nanoseconds, and is over.
    WarmUp(long begin) {
        this.begin = begin;
        this.calls = 1;
    }

    /// Runs steps for so many seconds.
    void run(Supplier<?> step, double seconds) {
        long last = System.nanoTime() + (long) (seconds * 1e9);
        long now;
        do {
            long start = System.nanoTime();
            long n = 0;
            do {
                sink = step.get();
                n++;
                now = System.nanoTime();
            } while (now - start < PIECE);
            add(now - begin, n, (now - start) / (double) n);
        } while (now < last);
    }

    /// Notes a piece that ended so many nanoseconds after the beginning, of so many calls.
    void add(long end, long more, double each) {
        calls += more;
        pieces.add(new Piece(end, calls, each));
    }

    /// Nanoseconds of a call lately.
    double lately() {
        return median(pieces.subList(pieces.size() - Math.min(pieces.size(), 20), pieces.size()));
    }

    /// The first moment after which no window of pieces is slow by its median, against the final nanoseconds of a
    /// call.
    Steady steady(double last) {
        int i = pieces.size();
        while (i > 0 && median(pieces.subList(Math.max(0, i - WINDOW), i)) <= SLOW * last) {
            i--;
        }
        var at = pieces.get(Math.min(i, pieces.size() - 1));
        return i == 0 ? new Steady((pieces.getFirst().end) / 1e9, 1) : new Steady(at.end / 1e9, at.calls);
    }

    private static double median(List<Piece> some) {
        var each = some.stream().mapToDouble(Piece::each).toArray();
        Arrays.sort(each);
        return each[each.length / 2];
    }
}
