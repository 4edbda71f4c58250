package org.cotangent.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.Control;
import org.cotangent.Fn1;
import org.cotangent.TensorFn;
import org.cotangent.core.DType;
import org.cotangent.core.NumericsException;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;
import org.junit.jupiter.api.Test;

/// What rounding does to an output, against the same program in float64.
class RoundingTest {
    private static Tensor f32(double... v) {
        return convert(tensor(v), DType.FLOAT32);
    }

    private static Tensor random(int seed, long... sizes) {
        return normal(key(seed), sizes);
    }

    /// Programs whose float32 error is not tiny, with arguments.
    private static List<TensorFn> programs() {
        var w = random(5, 40, 40);
        var v = random(6, 40);
        return List.of(
                x -> sum(exp(x).mul(sin(x.mul(3)))),
                x -> log(sum(exp(x))).mul(1.1).add(sum(x.mul(x)).div(7)),
                x -> mean(square(x.sub(mean(x)))).div(sum(cos(x)).add(20)),
                x -> sum(tanh(w.matmul(x)).mul(v)),
                x -> sum(sqrt(square(x).add(1)).sub(1)).mul(1e3),
                x -> sum(softmax(x.mul(2)).mul(v)));
    }

    @Test
    void theSharesForetellTheErrorOfFloat32() {
        var x = random(1, 40);
        for (var f : programs()) {
            var r = Rounding.of(f, x);
            double actual = f.apply(x).item() - r.wide();
            assertThat(r.error()).isCloseTo(actual, within(0.02 * Math.abs(actual) + 1e-4 * r.bound()));
            assertThat(Math.abs(actual)).isLessThanOrEqualTo(r.bound());
            assertThat(r.bound()).isLessThan(1e-4 * Math.max(1, Math.abs(r.value())) * 40);
        }
    }

    @Test
    void cancellationIsFoundWhereTheErrorWasMade() {
        // 1 + x loses x's digits; what follows only shows it.
        var r = Rounding.of((TensorFn) x -> sum(log(x.add(1)).div(x)), f32(1e-4, 3e-5));
        assertThat(r.shares().getFirst().op()).isEqualTo("add");
        assertThat(r.shares().getFirst().line().file()).isEqualTo("RoundingTest.java");
        assertThat(Math.abs(r.shares().getFirst().error())).isGreaterThan(0.9 * Math.abs(r.error()));
        assertThat(r.value() - r.wide()).isCloseTo(r.error(), within(1e-2 * Math.abs(r.error())));
        var stable = Rounding.of((TensorFn) x -> sum(log1p(x).div(x)), f32(1e-4, 3e-5));
        assertThat(stable.bound()).isLessThan(1e-6);
    }

    @Test
    void float64HasABoundOnly() {
        var r = Rounding.of((TensorFn) x -> sum(exp(x)), tensor(1.0, 2));
        assertThat(r.error()).isNaN();
        assertThat(r.wide()).isNaN();
        assertThat(r.bound()).isBetween(1e-16, 1e-13);
        assertThatThrownBy(() -> Narrowing.of((TensorFn) x -> exp(x), tensor(1.0, 2), 1e-3))
                .isInstanceOf(UnsupportedException.class).hasMessageContaining("sum(...)");
        assertThatThrownBy(() -> Rounding.of((TensorFn) x -> gt(x, scalar(0)), tensor(1.0, 2)))
                .isInstanceOf(UnsupportedException.class).hasMessageContaining("float");
    }

    /// Of a tensor the norm of the error is foretold, or what is asked for.
    @Test
    void tensorOutputs() {
        TensorFn f = x -> log(x.add(1)).div(x);
        var x = f32(1e-4f, 3e-5f, 0.5f);
        var r = Rounding.of(f, x);
        assertThat(r.value() - r.wide()).isGreaterThan(1e-5);
        assertThat(r.error()).isCloseTo(r.value() - r.wide(), within(0.02 * r.error()));
        assertThat(r.shares().getFirst().op()).isEqualTo("add");
        assertThat(Rounding.of(f, x, f32(1, 0, 0)).bound()).isGreaterThan(1e-4);
        assertThat(Rounding.of(f, x, f32(0, 0, 1)).bound()).isLessThan(1e-6);
        assertThat(Rounding.of((TensorFn) t -> exp(t), tensor(1.0, 2)).bound()).isBetween(1e-16, 1e-13);
        assertThat(Rounding.of((TensorFn) t -> t.mul(0.0), tensor(1.0, 2)).bound()).isZero();
        assertThatThrownBy(() -> Rounding.of(f, x, f32(1, 0))).isInstanceOf(ShapeException.class);
    }

    @Test
    void exactOperationsHaveNoShare() {
        var r = Rounding.of((TensorFn) x -> sum(neg(max(x, scalar(0))).reshape(4)), f32(1, 2, -3, 4));
        assertThat(r.error()).isZero();
        assertThat(r.shares()).allSatisfy(s -> assertThat(s.op()).isEqualTo("sum"));
    }

    @Test
    void whatIsDrawnHasNoWiderForm() {
        // float64 would draw other numbers.
        assertThat(Rounding.of((TensorFn) x -> sum(x.mul(normal(key(1), 3))), f32(1, 2, 3)).wide()).isNaN();
    }

    @Test
    void loopsAreComparedAsAWholeProgram() {
        Fn1<Tensor, Tensor> f = x -> sum(Control.fori(20, x, (i, c) -> sin(c.mul(1.3))));
        var r = Rounding.of(f, f32(0.5, 1));
        assertThat(Math.abs(r.value() - r.wide())).isBetween(1e-9, 1e-4);
        assertThat(r.shares()).isNotEmpty();
    }

    @Test
    void aBudgetIsKeptAndUsed() {
        var w = random(3, 64, 64);
        TensorFn f = x -> mean(square(tanh(w.matmul(x)))).add(sum(exp(x.mul(0.01))));
        var x = random(4, 64);
        double exact = f.apply(x).item();
        long saved = -1;
        for (double budget : new double[] {0, 1e-6, 1e-3, 0.1}) {
            var plan = Narrowing.of(f, x, budget);
            assertThat(plan.measured()).isLessThanOrEqualTo(budget);
            assertThat(plan.predicted()).isLessThanOrEqualTo(budget);
            assertThat(plan.before() - plan.after()).isGreaterThanOrEqualTo(saved)
                    .isEqualTo(plan.choices().stream().mapToLong(Narrowing.Choice::bytes).sum());
            saved = plan.before() - plan.after();
        }
        assertThat(saved).isGreaterThanOrEqualTo(3 * 64 * 2);
        assertThat(exact).isFinite();
    }

    @Test
    void whatOverflowsInANarrowTypeStaysOutOfIt() {
        TensorFn f = x -> log(sum(exp(x)));
        var plan = Narrowing.of(f, tensor(80.0, 85), 1e-2);
        assertThat(plan.choices()).isNotEmpty();
        assertThat(plan.choices()).noneMatch(c -> c.node().equals("%1") && c.to() == DType.FLOAT16);
        assertThat(plan.measured()).isLessThanOrEqualTo(1e-2);
        assertThatThrownBy(() -> Narrowing.of(f, tensor(1.0), Double.NaN)).isInstanceOf(NumericsException.class);
    }
}
