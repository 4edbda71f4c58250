package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.op.Remat;
import org.cotangent.runtime.Programs;
import org.cotangent.schedule.Liveness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Memory budgets: what is kept and computed again is chosen, the budget holds, and the numbers stay.
class RematBudgetTest {
    private static final int SIZE = 1000;
    private static final long VALUE = SIZE * 8;

    private static TensorFn chain(int n) {
        return x -> {
            for (int i = 0; i < n; i++) {
                x = sin(x).mul(1.01);
            }
            return sum(x);
        };
    }

    private static Tensor ramp(long... sizes) {
        long count = 1;
        for (long s : sizes) {
            count *= s;
        }
        return sin(arange(count, DType.FLOAT64).mul(0.37)).reshape(sizes);
    }

    /// The peak of a chain under a budget of four times the root of its length, in values.
    @ParameterizedTest
    @CsvSource({"100, 4", "1000, 4", "10000, 4", "1000, 20", "100, 9"})
    void aDeepChainTrainsInMemoryLikeItsRoot(int n, double times) {
        double root = Math.sqrt(n);
        var report = RematReport.of(chain(n), (long) (times * root * VALUE), ramp(SIZE));
        assertThat(report.isMet()).isTrue();
        assertThat(report.freeBytes()).isGreaterThan(n * VALUE);
        assertThat((double) report.peakBytes() / VALUE).isBetween(1.4 * root, times * root);
        assertThat(report.again()).isLessThanOrEqualTo(report.operations());
        System.out.printf("chain of %d: %.2f sqrt(n) values at most, %.0f %% again%n", n, report.peakBytes() / VALUE
                / root, 100 * report.again() / report.operations());
    }

    @Test
    void theScheduleSeesTheSamePeak() {
        int n = 400;
        var x = ramp(SIZE);
        var free = jit(grad(chain(n)));
        var tight = jit(grad(checkpoint(chain(n), CheckpointPolicy.budget(80 * VALUE))));
        assertThat(Liveness.peak(Programs.of(tight.graphFor(x)).schedule())).isLessThan(80 * VALUE);
        assertThat(Liveness.peak(Programs.of(free.graphFor(x)).schedule())).isGreaterThan(300 * VALUE);
    }

    /// Runs within runs: less than two roots of the length.
    @Test
    void aBudgetBelowTheRootCutsRunsAgain() {
        int n = 1000;
        var report = RematReport.of(chain(n), 40 * VALUE, ramp(SIZE));
        assertThat(report.peakBytes()).isLessThanOrEqualTo(45 * VALUE);
        assertThat(report.peakBytes()).isLessThan((long) (1.5 * Math.sqrt(n) * VALUE));
    }

    record Layer(Tensor w, Tensor b) {
    }

    private static Tensor network(List<Layer> layers, Tensor x) {
        for (var l : layers) {
            x = tanh(exp(sin(x.matmul(l.w()).add(l.b()))).mul(0.5));
        }
        return sum(square(x));
    }

    private static List<Layer> layers(int n) {
        var out = new ArrayList<Layer>();
        for (int i = 0; i < n; i++) {
            out.add(new Layer(ramp(64, 64).mul(0.1), ramp(64)));
        }
        return out;
    }

    @Test
    void productsAreKeptAndCheapValuesComputedAgain() {
        var x = ramp(32, 64);
        Fn1<List<Layer>, Tensor> f = m -> network(m, x);
        var layers = layers(12);
        long free = RematReport.of(f, Long.MAX_VALUE / 4, layers).freeBytes();
        var report = RematReport.of(f, (long) (0.7 * free), layers);
        assertThat(report.isMet()).isTrue();
        var again = report.repeated().stream().map(RematReport.Entry::operation).toList();
        assertThat(again).isNotEmpty().doesNotContain("dot");
        assertThat(report.kept()).isNotEmpty();
        assertThat(report.toString()).contains("kept: ", "again: ", "@RematBudgetTest.java:");
        assertThat(report.again()).isLessThan(0.5 * report.operations());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.35, 0.5, 0.8, 2})
    void theNumbersStayUnderEveryTransformation(double part) {
        var x = ramp(8, 64);
        Fn1<List<Layer>, Tensor> f = m -> network(m, x);
        var layers = layers(6);
        long free = RematReport.of(f, Long.MAX_VALUE / 4, layers).freeBytes();
        var g = checkpoint(f, CheckpointPolicy.budget((long) (part * free)));
        same(g.apply(layers), f.apply(layers));
        var expected = grad(f).apply(layers);
        close(grad(g).apply(layers), expected);
        close(jit(grad(g)).apply(layers), expected);
        close(grad(jit(g)).apply(layers), expected);
        close(hvp(g).apply(layers, layers), hvp(f).apply(layers, layers));
        var many = layers.stream().map(l -> new Layer(stack(0, l.w(), l.w().mul(0.5)), stack(0, l.b(), l.b())))
                .toList();
        var each = vmap(grad(g)).apply(many);
        assertThat(allClose(index(each.get(3).w(), 0), expected.get(3).w(), 1e-11, 1e-12)).isTrue();
        long remats = jit(g).graphFor(layers).equations().stream().filter(e -> e.op() instanceof Remat).count();
        assertThat(remats > 0).isEqualTo(part < 0.9);
    }

    private static void same(Tensor a, Tensor b) {
        assertThat(a.toDoubleArray()).containsExactly(b.toDoubleArray());
    }

    private static void close(List<Layer> a, List<Layer> b) {
        for (int i = 0; i < a.size(); i++) {
            assertThat(allClose(a.get(i).w(), b.get(i).w(), 1e-11, 1e-12)).isTrue();
            assertThat(allClose(a.get(i).b(), b.get(i).b(), 1e-11, 1e-12)).isTrue();
        }
    }

    @Test
    void aCurveFallsInOperationsAsMemoryGrows() {
        var budgets = new ArrayList<Long>();
        for (int values = 60; values <= 420; values += 60) {
            budgets.add(values * VALUE);
        }
        var curve = RematReport.curve(chain(400), budgets, ramp(SIZE));
        for (int i = 0; i < curve.size(); i++) {
            assertThat(curve.get(i).isMet()).isTrue();
            if (i > 0) {
                assertThat(curve.get(i).again()).isLessThanOrEqualTo(curve.get(i - 1).again());
            }
        }
        assertThat(curve.getFirst().again()).isGreaterThan(0.8 * curve.getFirst().operations());
        assertThat(curve.getLast().again()).isZero();
    }

    @Test
    void randomDrawsAndLoopsInsideAreComputedAgainAsTheyWere() {
        TensorFn f = x -> {
            for (int i = 0; i < 6; i++) {
                x = x.mul(normal(key(i), x.type())).add(Control.fori(3, x, (k, c) -> sin(c)));
                x = Control.cond(gt(sum(x), scalar(0)), (Tensor v) -> exp(v.neg()), (Tensor v) -> v.mul(2), x);
            }
            return sum(x);
        };
        var x = ramp(50);
        var g = checkpoint(f, CheckpointPolicy.budget(4000));
        assertThat(grad(g).apply(x).toDoubleArray()).containsExactly(grad(f).apply(x).toDoubleArray());
        assertThat(allClose(jit(grad(g)).apply(x), grad(f).apply(x), 1e-12, 1e-13)).isTrue();
    }

    @Test
    void aBudgetMustBePositive() {
        assertThatThrownBy(() -> CheckpointPolicy.budget(0)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("more than 0");
    }
}
