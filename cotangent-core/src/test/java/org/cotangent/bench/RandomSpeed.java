package org.cotangent.bench;

import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.cotangent.codegen.LaneKernels;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Prints how many random numbers a second one thread draws (run with `-Dcotangent.threads=1`), beside java.util's, and
/// what Threefry and Philox cost as lane programs. The best of many rounds counts, since others may use the machine.
public final class RandomSpeed {
    private static final int N = 1 << 20;
    private static final double SECONDS = Double.parseDouble(System.getProperty("seconds", "3"));

    private RandomSpeed() {
    }

    public static void main(String[] args) {
        var java = new double[N];
        var old = new Random(1);
        double gaussian = rate("java.util.Random.nextGaussian", i -> fill(java, old));
        for (var name : List.of("SplittableRandom", "L64X128MixRandom", "Xoshiro256PlusPlus")) {
            var generator = RandomGeneratorFactory.of(name).create(1);
            rate("java.util.random " + name + ".nextGaussian", i -> fill(java, generator));
        }
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            var type = TensorType.of(dtype, N);
            double normal = rate("normal " + dtype, i -> Timing.sink = normal(key(i), type));
            System.out.printf("  %.1f times java.util.Random%n", normal / gaussian);
            rate("uniform " + dtype, i -> Timing.sink = uniform(key(i), type));
            rate("exponential " + dtype, i -> Timing.sink = exponential(key(i), type));
        }
        rate("bits i32", i -> Timing.sink = bits(key(i), DType.INT32, N));
        rate("bits i64", i -> Timing.sink = bits(key(i), DType.INT64, N));
        rate("philox4x32-10, 64 of its 128 bits, wide lanes", kernel(philox(false)));
        rate("philox4x32-10, all four words mixed into one", kernel(philox(true)));
    }

    private static void fill(double[] to, RandomGenerator random) {
        for (int k = 0; k < N; k++) {
            to[k] = random.nextGaussian();
        }
    }

    private static double rate(String name, LongConsumer body) {
        double best = Double.MAX_VALUE;
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        for (long i = 0; System.nanoTime() < end; i++) {
            long t = System.nanoTime();
            body.accept(i);
            best = Math.min(best, (System.nanoTime() - t) / 1e9);
        }
        System.out.printf("%s: %.3g a second%n", name, N / best);
        return N / best;
    }

    private static LongConsumer kernel(LaneProgram program) {
        var kernels = LaneKernels.of(program);
        var position = Storage.allocate(Cell.I64, 8192);
        for (int i = 0; i < 8192; i++) {
            position.setLong(i, i);
        }
        var out = Storage.allocate(Cell.I64, 8192);
        return seed -> {
            for (int at = 0; at < N; at += 8192) {
                kernels.run(new Storage[] {position, Storage.ofArray(new long[] {seed}),
                    Storage.ofArray(new long[] {at})}, new boolean[] {false, true, true}, out, 0, 8192);
            }
        };
    }

    /// Philox-4x32 with 10 rounds (Salmon and others, 2011), each word in a wide lane.
    private static LaneProgram philox(boolean all) {
        var key = Lane.input(1, LaneType.I64);
        var counter = Lane.input(2, LaneType.I64).add(Lane.input(0, LaneType.I64));
        var low = Lane.ofBits(LaneType.I64, 0xffffffffL);
        Lane[] c = {counter.and(low), counter.ushr(32), counter.like(0), counter.like(0)};
        Lane[] k = {key.and(low), key.ushr(32)};
        for (int round = 0; round < 10; round++) {
            var p0 = c[0].mul(Lane.ofBits(LaneType.I64, 0xD2511F53L));
            var p1 = c[2].mul(Lane.ofBits(LaneType.I64, 0xCD9E8D57L));
            c = new Lane[] {p1.ushr(32).xor(c[1]).xor(k[0]), p1.and(low), p0.ushr(32).xor(c[3]).xor(k[1]),
                p0.and(low)};
            k = new Lane[] {k[0].add(Lane.ofBits(LaneType.I64, 0x9E3779B9L)).and(low),
                k[1].add(Lane.ofBits(LaneType.I64, 0xBB67AE85L)).and(low)};
        }
        var first = c[0].shl(32).or(c[1]);
        var result = all ? first.xor(c[2].shl(32).or(c[3])) : first;
        return new LaneProgram("bench.philox" + all, java.util.Collections.nCopies(3, LaneType.I64), result);
    }
}
