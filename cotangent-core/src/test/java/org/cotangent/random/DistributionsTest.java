package org.cotangent.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.vmap;
import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.junit.jupiter.api.Test;

/// Kolmogorov-Smirnov at 200,000 samples and moments at a million, in both float dtypes.
class DistributionsTest {
    private static final int SIZE = 200_000;

    private static void continuous(BiFunction<Tensor, TensorType, Tensor> draw, DoubleUnaryOperator cdf) {
        int seed = 100;
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Statistics.follows(draw.apply(key(seed++), TensorType.of(dtype, SIZE)).toDoubleArray(), cdf);
        }
    }

    private static double[] many(BiFunction<Tensor, TensorType, Tensor> draw, DType dtype) {
        return draw.apply(key(7), TensorType.of(dtype, 1_000_000)).toDoubleArray();
    }

    static double phi(double x) {
        return 0.5 * erfc(tensor(-x / Math.sqrt(2))).item();
    }

    private static double[] phis(double[] x) {
        return erfc(tensor(x).mul(-Math.sqrt(0.5))).mul(0.5).toDoubleArray();
    }

    @Test
    void uniformNumbers() {
        continuous((k, t) -> uniform(k, t), x -> x);
        continuous((k, t) -> uniform(k, t, -2, 3), x -> (x + 2) / 5);
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Statistics.moments(many((k, t) -> uniform(k, t), dtype), 0.5, 1 / 12.0, 1 / 80.0);
        }
    }

    @Test
    void normalNumbers() {
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            var x = normal(key(3), TensorType.of(dtype, SIZE)).toDoubleArray();
            Arrays.sort(x);
            var p = phis(x);
            double d = 0;
            for (int i = 0; i < p.length; i++) {
                d = Math.max(d, Math.max(p[i] - (double) i / SIZE, (i + 1.0) / SIZE - p[i]));
            }
            assertThat(d * Math.sqrt(SIZE)).isLessThan(2.47);
            Statistics.moments(many((k, t) -> normal(k, t), dtype), 0, 1, 3);
            Statistics.moments(many((k, t) -> normal(k, t, 5, 2), dtype), 5, 4, 3 * 16);
        }
    }

    @Test
    void theTailsOfNormalNumbers() {
        var x = normal(key(4), TensorType.of(DType.FLOAT32, 1 << 24));
        double beyond = 0;
        for (double limit : new double[] {2, 3, 4, 5}) {
            double want = 2 * (1 - phi(limit)) * (1 << 24);
            double got = sum(convert(gt(abs(x), scalar(limit)), DType.INT64)).item();
            assertThat(Math.abs(got - want)).isLessThan(5 * Math.sqrt(want) + 1);
            beyond = got;
        }
        assertThat(beyond).isPositive();
    }

    @Test
    void exponentialNumbers() {
        continuous((k, t) -> exponential(k, t), x -> -Math.expm1(-x));
        Statistics.moments(many((k, t) -> exponential(k, t), DType.FLOAT32), 1, 1, 9);
        assertThat(min(exponential(key(1), TensorType.of(DType.FLOAT32, 1 << 22))).item()).isPositive();
    }

    @Test
    void otherContinuousNumbers() {
        continuous((k, t) -> gumbel(k, t), x -> Math.exp(-Math.exp(-x)));
        continuous((k, t) -> logisticVariate(k, t), x -> 1 / (1 + Math.exp(-x)));
        continuous((k, t) -> laplace(k, t), x -> x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2);
        continuous((k, t) -> cauchy(k, t), x -> 0.5 + Math.atan(x) / Math.PI);
        double a = phi(-1);
        double b = phi(2.5);
        Statistics.follows(Arrays.copyOf(truncatedNormal(key(8), TensorType.of(DType.FLOAT64, 20_000), -1, 2.5)
                .toDoubleArray(), 20_000), x -> (phi(x) - a) / (b - a));
        var t = truncatedNormal(key(8), TensorType.of(DType.FLOAT32, SIZE), 1, 1.5).toDoubleArray();
        assertThat(Arrays.stream(t).min().orElseThrow()).isGreaterThanOrEqualTo(1);
        assertThat(Arrays.stream(t).max().orElseThrow()).isLessThanOrEqualTo(1.5);
    }

    @Test
    void wholeNumbers() {
        var dice = randint(key(1), 1, 7, 600_000).toLongArray();
        Statistics.counts(histogram(dice, 1, 6), new double[] {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0});
        var wide = randint(key(1), TensorType.of(DType.INT64, 300_000), Long.MIN_VALUE / 2 + 7, Long.MAX_VALUE / 2)
                .toDoubleArray();
        Statistics.follows(wide, x -> 0.5 + x / 0x1p63);
        var coins = rademacher(key(1), TensorType.of(DType.FLOAT32, SIZE)).toLongArray();
        Statistics.counts(histogram(coins, -1, 1), new double[] {0.5, 0, 0.5});
    }

    private static long[] histogram(long[] x, int low, int high) {
        var counts = new long[high - low + 1];
        for (long v : x) {
            counts[(int) (v - low)]++;
        }
        return counts;
    }

    @Test
    void eventsAndCategories() {
        var p = tensor(0.01, 0.3, 0.97);
        var yes = sum(convert(bernoulli(key(2), broadcastTo(p, Shape.of(SIZE, 3))), DType.INT64), 0)
                .toLongArray();
        for (int i = 0; i < 3; i++) {
            double q = p.toDoubleArray()[i];
            Statistics.counts(new long[] {yes[i], SIZE - yes[i]}, new double[] {q, 1 - q});
        }
        double[] weights = {0.1, 0.2, 0, 0.4, 0.3};
        var logits = log(tensor(weights));
        var drawn = categorical(key(3), broadcastTo(logits, Shape.of(SIZE, 5)));
        Statistics.counts(histogram(drawn.toLongArray(), 0, 4), weights);
        var chosen = choice(key(4), arange(5, DType.INT64), SIZE, true, tensor(weights));
        Statistics.counts(histogram(chosen.toLongArray(), 0, 4), weights);
        var dropped = dropout(key(5), ones(SIZE), 0.25).toDoubleArray();
        long zero = Arrays.stream(dropped).filter(v -> v == 0).count();
        Statistics.counts(new long[] {zero, SIZE - zero}, new double[] {0.25, 0.75});
        assertThat(Arrays.stream(dropped).max().orElseThrow()).isEqualTo((double) (float) (1 / 0.75));
    }

    @Test
    void ordersAndChoices() {
        var first = new long[24];
        var keys = split(key(6), 24_000);
        var orders = vmap((Tensor k) -> permutation(k, 4)).apply(keys).toLongArray();
        for (int i = 0; i < orders.length; i += 4) {
            assertThat(Arrays.stream(orders, i, i + 4).sum()).isEqualTo(6);
            first[(int) (orders[i] * 6 + rank(orders, i))]++;
        }
        var equal = new double[24];
        Arrays.fill(equal, 1 / 24.0);
        Statistics.counts(first, equal);
        var hand = choice(key(1), arange(52, DType.INT64), 5, false).toLongArray();
        assertThat(Arrays.stream(hand).distinct().count()).isEqualTo(5);
        var weighted = choice(key(1), arange(4, DType.INT64), 3, false, tensor(1.0, 0, 2, 3)).toLongArray();
        assertThat(weighted).containsExactlyInAnyOrder(0, 2, 3);
    }

    /// Which of the six orders the last three are in.
    private static int rank(long[] x, int at) {
        int second = (x[at + 1] > x[at + 2] ? 1 : 0) + (x[at + 1] > x[at + 3] ? 1 : 0);
        return 2 * second + (x[at + 2] > x[at + 3] ? 1 : 0);
    }
}
