package org.cotangent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/// What this machine can do at best, measured here: bytes a second by the size of the data, and multiply-adds.
///
/// @param threads    threads that worked at once
/// @param bandwidths bytes a second, reads and writes counted, in ascending order of size
/// @param floats     float32 operations a second, a multiply-add counted as two
/// @param doubles    float64 operations a second
public record Roofline(int threads, List<Bandwidth> bandwidths, double floats, double doubles) {
    /// Bytes a second of loops over so many bytes in all.
    public record Bandwidth(long bytes, double rate) {
    }

    private static final long[] SIZES = {64L << 10, 1L << 20, 8L << 20, 64L << 20, 256L << 20};
    private static final int ROUNDS = 8;

    /// Measures with so many threads; takes some seconds.
    public static Roofline measure(int threads) {
        var bandwidths = new ArrayList<Bandwidth>();
        for (long size : SIZES) {
            int n = (int) (size / threads / 3 / Float.BYTES);
            int times = (int) Math.max(1, (64L << 20) / size);
            double seconds = best(threads, t -> {
                var a = new float[n];
                var b = new float[n];
                var c = new float[n];
                return () -> {
                    for (int i = 0; i < times; i++) {
                        Yardstick.triad(a, b, c);
                    }
                };
            });
            bandwidths.add(new Bandwidth(size, 3.0 * n * Float.BYTES * times * threads / seconds));
        }
        long steps = 1_000_000;
        double floats = best(threads, t -> () -> Yardstick.floats(steps));
        double doubles = best(threads, t -> () -> Yardstick.doubles(steps));
        return new Roofline(threads, List.copyOf(bandwidths), Yardstick.floatOperations(steps) * threads / floats,
            Yardstick.doubleOperations(steps) * threads / doubles);
    }

    /// Bytes a second that data of this size can be moved with: the smallest measured size that holds it.
    public double bandwidth(long bytes) {
        return bandwidths.stream().filter(b -> b.bytes() >= bytes).findFirst().orElse(bandwidths.getLast()).rate();
    }

    /// The seconds that a step needs at least.
    public double seconds(long bytes, double operations, boolean doubles) {
        return Math.max(bytes / bandwidth(bytes), operations / (doubles ? this.doubles : floats));
    }

    /// The shortest time of a body that all threads run at once: the longest of the threads' own times, since whoever
    /// lets them go may get no processor until they are done.
    private static double best(int threads, IntFunction<Runnable> body) {
        var barrier = new CyclicBarrier(threads + 1);
        var nanos = new AtomicLong();
        for (int t = 0; t < threads; t++) {
            int me = t;
            Thread.ofPlatform().daemon().start(() -> {
                var run = body.apply(me);
                for (int r = 0; r < ROUNDS; r++) {
                    await(barrier);
                    long start = System.nanoTime();
                    run.run();
                    nanos.accumulateAndGet(System.nanoTime() - start, Math::max);
                    await(barrier);
                }
            });
        }
        double best = Double.POSITIVE_INFINITY;
        for (int r = 0; r < ROUNDS; r++) {
            nanos.set(0);
            await(barrier);
            await(barrier);
            best = Math.min(best, nanos.get() / 1e9);
        }
        return best;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
            throw new IllegalStateException("the yardstick was interrupted", e);
        }
    }
}
