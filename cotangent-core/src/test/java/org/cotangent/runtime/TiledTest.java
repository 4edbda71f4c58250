package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Carried;
import org.cotangent.Control;
import org.cotangent.Fn1;
import org.cotangent.Loop;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.schedule.Schedule;
import org.cotangent.schedule.Tiled;
import org.junit.jupiter.api.Test;

/// Programs that treat each element of a batch by itself, with running operations, loops and sums along the steps and
/// their gradients: what goes tile by tile against the reference of every operation, to the bit.
class TiledTest {
    private static final int[] FORMS = {-1, 128, 256, 512};
    private static final int[] BATCHES = {1, 7, 15, 16, 17, 63, 64, 65, 100, 129, 192, 257, 600, 1025};
    private static final int[] STEPS = {1, 2, 3, 5, 32, 33, 65};

    /// Prices along a walk: what is carried, and the sum so far.
    private record Walk(Tensor s, Tensor sum) {
    }

    @Test
    void compiledIsTheReferenceToTheBit() {
        int tiled = 0;
        int programs = Integer.getInteger("cotangent.random.tiled", 160);
        for (int seed = 0; seed < programs; seed++) {
            var g = draw(seed);
            boolean tiles = Schedule.of(g).steps().stream().anyMatch(s -> s instanceof Tiled);
            DifferentialTest.check(g, seed, FORMS[seed % 4]);
            tiled += tiles ? 1 : 0;
        }
        System.out.println(tiled + " of " + programs + " programs went by tiles");
        assertThat(tiled).isGreaterThan(programs / 2);
    }

    /// Two threads at once on one program, each running it whole: what a pool of one thread does.
    @Test
    void oneThreadGivesTheSameBits() {
        for (int seed = 0; seed < 12; seed++) {
            var g = draw(1000 + seed);
            int form = FORMS[seed % 4];
            long at = seed;
            Workers.run(0, 2, 1, (from, to) -> DifferentialTest.check(g, at, form));
        }
    }

    private static Graph draw(long seed) {
        var random = new SplittableRandom(seed);
        var dtype = random.nextInt(3) > 0 ? DType.FLOAT64 : DType.FLOAT32;
        long batch = BATCHES[random.nextInt(BATCHES.length)];
        long steps = STEPS[random.nextInt(STEPS.length)];
        var sizes = random.nextInt(4) == 0 ? new long[] {steps, 3, batch} : new long[] {steps, batch};
        var x = convert(ones(sizes), dtype);
        var p = convert(ones(), dtype);
        long s = random.nextLong();
        Fn1<List<Tensor>, Tensor> f = in -> loss(new SplittableRandom(s), in);
        Fn1<List<Tensor>, List<Tensor>> plain = in -> values(new SplittableRandom(s), in);
        Fn1<List<Tensor>, List<Tensor>> all = in -> {
            var v = valueAndGrad(f).apply(in);
            return List.of(v.value(), v.gradient().get(0), v.gradient().get(1), v.gradient().get(2));
        };
        return jit(seed % 3 == 0 ? plain : all).graphFor(List.of(x, p, p));
    }

    private static Tensor loss(SplittableRandom random, List<Tensor> in) {
        var sum = in.get(1).mul(in.get(2));
        for (var v : values(random, in)) {
            sum = sum.add(mean(tanh(v)));
        }
        return sum;
    }

    /// A few values of a random program; the first is as large as the input.
    private static List<Tensor> values(SplittableRandom random, List<Tensor> in) {
        var values = new ArrayList<Tensor>();
        values.add(in.get(0).mul(in.get(1)).add(in.get(2)));
        for (int i = 0; i < 4 + random.nextInt(6); i++) {
            var x = values.get(Math.max(random.nextInt(values.size()), random.nextInt(values.size())));
            var y = values.get(random.nextInt(values.size()));
            values.add(next(random, x, y, in));
        }
        var x = values.getLast();
        var out = new ArrayList<Tensor>(List.of(x, sum(x, 0), select(x, 0, x.shape().size(0) - 1)));
        values.stream().skip(1).filter(_ -> random.nextInt(4) == 0).forEach(out::add);
        return out;
    }

    private static Tensor next(SplittableRandom random, Tensor x, Tensor y, List<Tensor> in) {
        boolean reverse = random.nextBoolean();
        return switch (random.nextInt(15)) {
            case 0 -> cumsum(x, 0);
            case 1 -> flip(cumsum(flip(x, 0), 0), 0).mul(0.1);
            case 2 -> cumprod(tanh(x), 0);
            case 3 -> cummax(x, 0).add(y);
            case 4 -> tanh(x).mul(y);
            case 5 -> exp(neg(square(x))).add(in.get(1));
            case 6 -> x.sub(broadcastTo(restore(mean(y, 0), y.shape(), 0), x.shape()));
            case 7 -> where(gt(x, y), sin(x), y.mul(in.get(2)));
            case 8 -> softmax(x, 0);
            case 9 -> shifted(x);
            case 10 -> x.div(broadcastTo(restore(max(abs(y), 0).add(0.5), y.shape(), 0), x.shape()));
            case 11, 12 -> loop(x, y, in, reverse, random.nextBoolean());
            case 13 -> flip(cumprod(y, 0), 1).add(x);
            default -> x.mul(broadcastTo(select(y, 0, 0), x.shape()));
        };
    }

    /// Differences of neighbouring steps, the first step as it is.
    private static Tensor shifted(Tensor x) {
        long n = x.shape().size(0);
        if (n == 1) {
            return x;
        }
        var first = slice(x, 0, 0, 1);
        return concat(0, first, slice(x, 0, 1, n).sub(slice(x, 0, 0, n - 1)));
    }

    private static Tensor loop(Tensor x, Tensor y, List<Tensor> in, boolean reverse, boolean stacked) {
        var row = select(x, 0, 0);
        var start = new Walk(broadcastTo(in.get(1), row.shape()), stacked ? zerosLike(row) : row);
        var how = Loop.named("walk");
        var done = Control.scan(reverse ? how.reversed() : how, (Walk w, List<Tensor> z) -> {
            var s = w.s().mul(0.9).add(tanh(z.get(0).mul(in.get(2)))).add(z.get(1).mul(0.1));
            return new Carried<>(new Walk(s, max(w.sum(), s).sub(w.s().mul(0.5))), w.sum().add(s));
        }, start, List.of(x, y));
        return stacked ? done.out() : broadcastTo(done.carry().sum().add(done.carry().s()), x.shape());
    }
}
