package org.cotangent.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import org.cotangent.TensorFn;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.UnsupportedException;
import org.cotangent.core.Variable;
import org.cotangent.lane.Samplers;
import org.cotangent.op.BitsBinary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws with a parameter for each element: distributions, and gradients of expectations against closed forms, at
/// 100,000 samples.
class ParameterDrawsTest {
    private static final int SIZE = 100_000;

    private static Tensor many(double value) {
        return full(TensorType.of(DType.FLOAT64, SIZE), value);
    }

    /// The largest distance of sorted probabilities from equal steps, times the root of their number.
    private static void uniform(Tensor probabilities) {
        Statistics.follows(probabilities.toDoubleArray(), p -> p);
    }

    @Test
    void theScalarGeneratorIsTheSame() {
        for (long i = 0; i < 20; i++) {
            long k = i * 0x9E3779B97F4A7C15L;
            long c = i * i * 0x1234567890abcdefL;
            assertThat(Samplers.threefry(k, c))
                    .isEqualTo(Dispatch.bind(BitsBinary.THREEFRY, tensor(k), tensor(c)).toLongArray()[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.7, 1, 4.5, 300})
    void gammaNumbers(double a) {
        var x = gamma(key(1), many(a));
        uniform(igamma(many(a), x));
        Statistics.moments(x.toDoubleArray(), a, a, 3 * a * a + 6 * a);
        // The logarithm, because float32 ends at 1e-45, below which lies half a percent for a = 0.05.
        var f = gammaLog(key(2), convert(many(a), DType.FLOAT32));
        uniform(igamma(many(a), exp(convert(f, DType.FLOAT64))));
    }

    /// E[x] = a, E[log x] = digamma(a), E[x^2] = a (a + 1).
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.7, 1, 4.5, 300})
    void gradientsOfGammaExpectations(double a) {
        close(grad((TensorFn) t -> mean(gamma(key(3), t))), a, 1, 4);
        close(grad((TensorFn) t -> mean(gammaLog(key(4), t))), a, polygamma(1, tensor(a)).toDoubleArray()[0],
                a < 1 ? 2 / (a * a) : 2);
        close(grad((TensorFn) t -> mean(square(gamma(key(5), t)))), a, 2 * a + 1, 12 * (a + 1));
        close(jit(grad((TensorFn) t -> mean(gamma(key(3), t)))), a, 1, 4);
    }

    /// The mean of the gradients of all elements; `spread` bounds the deviation of one sample's gradient.
    private static void close(TensorFn gradient, double a, double want, double spread) {
        double got = sum(gradient.apply(many(a))).item();
        assertThat(got).isCloseTo(want, within(5 * spread / Math.sqrt(SIZE)));
    }

    @Test
    void betaNumbersAndTheirGradients() {
        double a = 1.7;
        double b = 0.6;
        var x = beta(key(6), many(a), many(b)).toDoubleArray();
        double mean = a / (a + b);
        double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
        Statistics.moments(x, mean, variance, 0.02);
        // P(x < t) for b = 1 is t^a.
        Statistics.follows(beta(key(7), many(a), many(1)).toDoubleArray(), t -> Math.pow(t, a));
        close(grad((TensorFn) t -> mean(beta(key(8), t, many(b)))), a, b / ((a + b) * (a + b)), 1);
        close(grad((TensorFn) t -> mean(beta(key(8), many(a), t))), b, -a / ((a + b) * (a + b)), 1);
    }

    @Test
    void dirichletNumbersAndTheirGradients() {
        double[] alpha = {0.4, 2, 1.1};
        double total = 3.5;
        var shape = Shape.of(SIZE, 3);
        var x = dirichlet(key(9), broadcastTo(tensor(alpha), shape));
        assertThat(max(abs(sum(x, 1).sub(1))).item()).isLessThan(1e-14);
        for (int i = 0; i < 3; i++) {
            double m = alpha[i] / total;
            Statistics.moments(index(transpose(x), i).toDoubleArray(), m, m * (1 - m) / (total + 1), 0.05);
            int k = i;
            TensorFn expectation = t -> mean(index(transpose(dirichlet(key(10), broadcastTo(t, shape))), k));
            var g = grad(expectation).apply(tensor(alpha)).toDoubleArray();
            for (int j = 0; j < 3; j++) {
                double want = (i == j ? 1 / total : 0) - alpha[i] / (total * total);
                assertThat(g[j]).isCloseTo(want, within(5 / Math.sqrt(SIZE)));
            }
        }
    }

    @Test
    void gradientsOfOtherExpectations() {
        var t = TensorType.of(DType.FLOAT64, SIZE);
        // E[normal(m, s)^2] = m^2 + s^2
        TensorFn square = m -> mean(square(normal(key(1), t, m, scalar(2))));
        assertThat(grad(square).apply(scalar(3.0).concrete().asLiteral(false)).item()).isCloseTo(6, within(0.05));
        TensorFn spread = s -> mean(square(normal(key(1), t, scalar(3), s)));
        assertThat(grad(spread).apply(scalar(2.0).concrete().asLiteral(false)).item()).isCloseTo(4, within(0.1));
        // E[uniform(0, h)] = h / 2
        TensorFn high = h -> mean(org.cotangent.core.Ops.uniform(key(1), t, scalar(0.0), h));
        assertThat(grad(high).apply(scalar(2.0).concrete().asLiteral(false)).item()).isCloseTo(0.5, within(0.005));
        // E[exponential / r] = 1 / r
        TensorFn rate = r -> mean(exponential(key(1), t).div(r));
        assertThat(grad(rate).apply(scalar(2.0).concrete().asLiteral(false)).item()).isCloseTo(-0.25, within(0.005));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 4, 9.9, 10.1, 50})
    void poissonNumbers(double mean) {
        var k = poisson(key(11), many(mean)).toLongArray();
        int cells = (int) (mean + 6 * Math.sqrt(mean)) + 2;
        var counts = new long[cells];
        Arrays.stream(k).forEach(v -> counts[(int) Math.min(v, cells - 1)]++);
        var probability = new double[cells];
        double p = Math.exp(-mean);
        double rest = 1;
        for (int i = 0; i < cells - 1; i++) {
            probability[i] = p;
            rest -= p;
            p *= mean / (i + 1);
        }
        probability[cells - 1] = Math.max(0, rest);
        lump(counts, probability);
    }

    /// Cells with few expected counts go to their neighbours on the side of the middle.
    private static void lump(long[] counts, double[] p) {
        int low = 0;
        int high = p.length - 1;
        while (low < high && p[high] * SIZE < 10) {
            p[high - 1] += p[high];
            counts[high - 1] += counts[high];
            p[high] = 0;
            counts[high--] = 0;
        }
        while (low < high && p[low] * SIZE < 10) {
            p[low + 1] += p[low];
            counts[low + 1] += counts[low];
            p[low] = 0;
            counts[low++] = 0;
        }
        if (low == high) {
            assertThat(counts[low]).isEqualTo(SIZE);
        } else {
            Statistics.counts(counts, p);
        }
    }

    @Test
    void largePoissonMeans() {
        for (double mean : new double[] {1e4, 1e9}) {
            var k = poisson(key(12), many(mean)).toDoubleArray();
            Statistics.moments(k, mean, mean, 3 * mean * mean + mean);
        }
        assertThatThrownBy(() -> poisson(key(1), tensor(1.0, -2))).isInstanceOf(NumericsException.class)
                .hasMessageContaining("a mean of -2.0 at element 1");
    }

    @Test
    void manyKeysAreALoopOverKeys() {
        var keys = split(key(13), 3);
        var a = tensor(0.3, 2, 40);
        var all = vmap((TensorFn) k -> gamma(k, a)).apply(keys);
        for (int i = 0; i < 3; i++) {
            assertThat(index(all, i).toDoubleArray()).isEqualTo(gamma(index(keys, i), a).toDoubleArray());
            assertThat(index(gamma(keys, a), i).toDoubleArray()).isEqualTo(gamma(index(keys, i), a).toDoubleArray());
        }
        var shapes = vmap((TensorFn) x -> gamma(key(1), x)).apply(tensor(0.5, 0.5));
        assertThat(shapes.toDoubleArray()[0]).isEqualTo(shapes.toDoubleArray()[1]);
    }

    @Test
    void whatJumpsHasNoGradient() {
        refused(p -> convert(bernoulli(key(1), p), DType.FLOAT64), "bernoulli");
        refused(p -> convert(categorical(key(1), p), DType.FLOAT64), "categorical");
        refused(p -> convert(poisson(key(1), p), DType.FLOAT64), "poisson");
        refused(p -> choice(key(1), tensor(1.0, 2, 3), 2, true, p), "choice");
        TensorFn stopped = p -> sum(mul(p, convert(bernoulli(key(1), stopGradient(p)), DType.FLOAT64)));
        assertThat(grad(stopped).apply(tensor(0.5, 0.5, 0.5)).type()).isEqualTo(TensorType.of(DType.FLOAT64, 3));
    }

    private static void refused(TensorFn f, String name) {
        TensorFn loss = p -> sum(f.apply(p).mul(sum(p)));
        var p = tensor(0.2, 0.3, 0.5);
        for (var g : new TensorFn[] {grad(loss), jit(grad(loss)), x -> jvp(loss).apply(x, x).tangent(), x -> {
            loss.apply(Variable.param(x)).backward();
            return x;
        }}) {
            assertThatThrownBy(() -> g.apply(p)).isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("samples of " + name).hasMessageContaining("score function");
        }
    }
}
