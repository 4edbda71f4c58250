package org.cotangent.runtime;

import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.storage.Storage;

/// Running sums, products and extremes, and linear recurrences, along the middle axis of `[outer, n, inner]`.
///
/// Elements are combined one after the other, as in the reference evaluation; what runs fast is the work beside one
/// another:
/// columns in tiles, rows on threads.
final class Running {
    private static final int TILE = 1024;
    private static final int PIECE = 1 << 15;

    private final ReduceOp op;
    private final RunningSteps steps;
    private final Storage factor;
    private final Storage in;
    private final Storage out;
    private final long n;
    private final long inner;
    private final boolean reverse;

    private Running(ReduceOp op, RunningSteps steps, Storage factor, Storage in, Storage out, long n, long inner,
            boolean reverse) {
        this.op = op;
        this.steps = steps;
        this.factor = factor;
        this.in = in;
        this.out = out;
        this.n = n;
        this.inner = inner;
        this.reverse = reverse;
    }

    /// The running combination of `x`; with a `factor` the recurrence `s[k] = x[k] + factor[k] * s[k-1]`.
    static Concrete run(ReduceOp op, Concrete factor, Concrete x, int axis, boolean reverse) {
        var out = Storage.allocate(x.dtype().cell(), x.shape().count());
        long n = x.size(axis);
        long inner = 1;
        for (int a = axis + 1; a < x.rank(); a++) {
            inner *= x.size(a);
        }
        if (out.count() > 0) {
            long outer = out.count() / n / inner;
            var run = new Running(op, steps(x.dtype()), factor == null ? null : factor.storage(), x.storage(), out, n,
                    inner, reverse);
            run.all(outer);
        }
        return Concrete.of(x.type(), out);
    }

    private static RunningSteps steps(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> new RunningSteps.Doubles();
            case FLOAT32 -> new RunningSteps.Floats();
            case INT64 -> new RunningSteps.Longs();
            default -> new RunningSteps.Ints();
        };
    }

    private void all(long outer) {
        if (inner == 1 && n <= Integer.MAX_VALUE - 8) {
            Workers.run(0, outer, Math.max(1, PIECE / n), (from, to) -> lines(from, to));
            return;
        }
        long tiles = Math.ceilDiv(inner, (long) TILE);
        Workers.run(0, outer * tiles, Math.max(1, PIECE / Math.min(inner, TILE) / n), (from, to) -> {
            for (long t = from; t < to; t++) {
                tile(t / tiles * n * inner + t % tiles * TILE, (int) Math.min(TILE, inner - t % tiles * TILE));
            }
        });
    }

    private void lines(long from, long to) {
        var line = steps.array((int) n);
        var factors = factor == null ? null : steps.array((int) n);
        for (long o = from; o < to; o++) {
            in.copyToArray(o * n, line, 0, (int) n);
            if (factor != null) {
                factor.copyToArray(o * n, factors, 0, (int) n);
            }
            steps.scan(op, factors, line, (int) n, reverse);
            out.copyFromArray(o * n, line, 0, (int) n);
        }
    }

    private void tile(long start, int width) {
        var sum = steps.array(width);
        var value = steps.array(width);
        var factors = factor == null ? null : steps.array(width);
        for (long k = 0; k < n; k++) {
            long at = start + (reverse ? n - 1 - k : k) * inner;
            in.copyToArray(at, k == 0 ? sum : value, 0, width);
            if (k > 0) {
                if (factor != null) {
                    factor.copyToArray(at, factors, 0, width);
                }
                steps.step(op, sum, factors, value, width);
            }
            out.copyFromArray(at, sum, 0, width);
        }
    }
}
