package org.cotangent.bench;

import static org.cotangent.Transforms.grad;
import static org.cotangent.core.Ops.*;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// Prints what operations on about ten numbers cost at once, and how much of that the tape adds.
///
/// Every row runs in one machine that has already run all the others, so that no call site is luckier than in a real
/// program; the figure is the least of many short rounds.
public final class SmallSpeed {
    private static final int PASSES = 5;
    private static final int ROUNDS = 60;
    private static final int RUNS = 400;
    private static final int CHAIN = 100;

    private final Tensor x = linspace(-1, 1, 10, DType.FLOAT64);
    private final Tensor y = linspace(1, 3, 10, DType.FLOAT64);
    private final Tensor square = reshape(linspace(-1, 1, 16, DType.FLOAT64), 4, 4);
    private final Tensor other = reshape(linspace(1, 2, 16, DType.FLOAT32), 4, 4);
    private final Tensor rows = reshape(linspace(-1, 1, 12, DType.FLOAT64), 3, 4);
    private final Tensor picks = tensor(2L, 0, 1);
    private final Tensor flags = gt(x, scalar(0));

    private SmallSpeed() {
    }

    public static void main(String[] args) {
        var all = new SmallSpeed();
        var eager = all.eager();
        for (int i = 0; i < 20_000; i++) {
            eager.values().forEach(s -> Timing.sink = s.get());
        }
        var least = new LinkedHashMap<String, Double>();
        for (int pass = 0; pass < PASSES; pass++) {
            eager.forEach((name, s) -> least.merge(name, least(s, ROUNDS, RUNS), Math::min));
        }
        least.forEach((name, ns) -> System.out.printf("%-34s %6.0f ns%n", name, ns));
        var taped = all.taped();
        taped.forEach((name, f) -> {
            var g = grad((Tensor t) -> sum(chain(f, t)));
            Supplier<Tensor> body = () -> g.apply(all.rows);
            for (int i = 0; i < 2_000; i++) {
                Timing.sink = body.get();
            }
            System.out.printf("tape, forward and back: %-22s %6.0f ns%n", name, least(body, 60, 10) / CHAIN);
        });
    }

    private static Tensor chain(UnaryOperator<Tensor> f, Tensor t) {
        for (int i = 0; i < CHAIN; i++) {
            t = f.apply(t);
        }
        return t;
    }

    private Map<String, Supplier<Tensor>> eager() {
        var all = new LinkedHashMap<String, Supplier<Tensor>>();
        all.put("add", () -> x.add(y));
        all.put("add of a literal", () -> x.add(1));
        all.put("exp", () -> exp(x));
        all.put("tanh", () -> tanh(x));
        all.put("compare with a literal", () -> gt(x, scalar(0)));
        all.put("where", () -> where(flags, x, y));
        all.put("where with a literal", () -> where(flags, x, scalar(0)));
        all.put("convert", () -> convert(x, DType.FLOAT32));
        all.put("sum", () -> sum(x));
        all.put("sum of rows", () -> sum(rows, 1));
        all.put("sum of columns", () -> sum(rows, 0));
        all.put("mean (2 operations)", () -> mean(x));
        all.put("max", () -> max(x));
        all.put("max of rows", () -> max(rows, 1));
        all.put("argmax", () -> argmax(x, 0));
        all.put("softmax", () -> softmax(x, 0));
        all.put("softmax of rows", () -> softmax(rows, 1));
        all.put("logsumexp", () -> logsumexp(x, 0));
        all.put("reshape", () -> reshape(x, 2, 5));
        all.put("permute", () -> permute(rows, 1, 0));
        all.put("broadcast", () -> broadcastTo(x, org.cotangent.core.Shape.of(3, 10)));
        all.put("add of a row (2 operations)", () -> rows.add(rowOf()));
        all.put("slice", () -> slice(x, 0, 2, 7));
        all.put("select (2 operations)", () -> select(rows, 0, 1));
        all.put("concat", () -> concat(0, x, y));
        all.put("stack (3 operations)", () -> stack(0, x, y));
        all.put("pad", () -> pad(x, new long[] {1}, new long[] {1}, 0));
        all.put("flip", () -> flip(x, 0));
        all.put("take", () -> take(x, picks, 0));
        all.put("cumsum", () -> cumsum(x, 0));
        all.put("matmul 4 x 4, f64", () -> square.matmul(square));
        all.put("matmul 4 x 4, f32", () -> other.matmul(other));
        all.put("dot of vectors", () -> x.matmul(y));
        all.put("batched matmul 1 x 4 x 4", () -> batched().matmul(batched()));
        return all;
    }

    private final Tensor row = linspace(-1, 1, 4, DType.FLOAT64);
    private final Tensor batch = reshape(square, 1, 4, 4);

    private Tensor rowOf() {
        return row;
    }

    private Tensor batched() {
        return batch;
    }

    private Map<String, UnaryOperator<Tensor>> taped() {
        var all = new LinkedHashMap<String, UnaryOperator<Tensor>>();
        all.put("mul", t -> t.mul(rows));
        all.put("tanh", t -> tanh(t));
        all.put("permute", t -> permute(t, 1, 0));
        all.put("softmax", t -> softmax(t, 1));
        all.put("where", t -> where(ge(rows, scalar(0)), t, scalar(0)));
        all.put("reshape", t -> reshape(t, List.of(3L, 4L).equals(List.of(t.size(0), t.size(1)))
                ? new long[] {4, 3} : new long[] {3, 4}));
        all.put("matmul", t -> t.matmul(square));
        return all;
    }

    private static double least(Supplier<?> body, int rounds, int runs) {
        double best = Double.MAX_VALUE;
        for (int r = 0; r < rounds; r++) {
            long t = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                Timing.sink = body.get();
            }
            best = Math.min(best, (System.nanoTime() - t) / (double) runs);
        }
        return best;
    }
}
