package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.jvp;
import static org.cotangent.Transforms.vmap;
import static org.cotangent.core.Ops.*;

import org.cotangent.core.DType;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// Solutions, orders of accuracy and derivatives of the integrators against closed forms.
class OdesTest {
    record Spring(Tensor position, Tensor velocity) {
    }

    private static final Tensor TIMES = linspace(0, 3, 7, DType.FLOAT64);

    private static Spring spring(Tensor stiffness, int steps) {
        return Odes.rungeKutta4((Tensor t, Spring s) -> new Spring(s.velocity(), neg(mul(stiffness, s.position()))),
                new Spring(tensor(1.0), tensor(0.0)), TIMES, steps);
    }

    private static Tensor adaptive(Tensor stiffness) {
        return Odes.dormandPrince((Tensor t, Spring s) -> new Spring(s.velocity(), neg(mul(stiffness, s.position()))),
                new Spring(tensor(1.0), tensor(0.0)), TIMES, Odes.Accuracy.USUAL).position();
    }

    private static double worst(Tensor x, double k) {
        double worst = 0;
        for (int i = 0; i < 7; i++) {
            worst = Math.max(worst, Math.abs(x.toDoubleArray()[i] - Math.cos(Math.sqrt(k) * i / 2)));
        }
        return worst;
    }

    @Test
    void theErrorOfFixedStepsFallsWithTheFourthPower() {
        double coarse = worst(spring(tensor(4.0), 4).position(), 4);
        double fine = worst(spring(tensor(4.0), 8).position(), 4);
        assertThat(coarse / fine).isBetween(13.0, 19.0);
        assertThat(worst(spring(tensor(4.0), 200).position(), 4)).isLessThan(1e-9);
    }

    @Test
    void adaptiveStepsKeepTheAccuracy() {
        assertThat(worst(adaptive(tensor(4.0)), 4)).isLessThan(1e-7);
        assertThat(worst(jit((TensorFn) OdesTest::adaptive).apply(tensor(4.0)), 4)).isLessThan(1e-7);
    }

    @Test
    void theDerivativeOfTheEndIsThatOfTheSolution() {
        // d/dk cos(sqrt(k) t) = -t sin(sqrt(k) t) / (2 sqrt(k))
        double exact = -3 * Math.sin(6) / 4;
        TensorFn fixed = k -> sum(index(spring(k, 100).position(), 6));
        TensorFn variable = k -> sum(index(adaptive(k), 6));
        assertThat(grad(fixed).apply(tensor(4.0)).item()).isCloseTo(exact, within(1e-8));
        assertThat(grad(variable).apply(tensor(4.0)).item()).isCloseTo(exact, within(1e-6));
        assertThat(jvp(variable).apply(tensor(4.0), tensor(1.0)).tangent().item()).isCloseTo(exact, within(1e-6));
        assertThat(jit(grad(fixed)).apply(tensor(4.0)).item()).isCloseTo(exact, within(1e-8));
        // -t^2 cos(sqrt(k) t) / (4 k) + t sin(sqrt(k) t) / (4 k^(3/2))
        double second = -9 * Math.cos(6) / 16 + 3 * Math.sin(6) / 32;
        assertThat(grad((Tensor k) -> sum(grad(fixed).apply(k))).apply(tensor(4.0)).item())
                .isCloseTo(second, within(1e-7));
    }

    @Test
    void everyExampleOfABatchHasItsOwnSteps() {
        var all = vmap((TensorFn) OdesTest::adaptive).apply(tensor(1.0, 4, 9));
        for (int i = 0; i < 3; i++) {
            assertThat(worst(index(all, i), (i + 1) * (i + 1))).isLessThan(1e-7);
        }
    }

    @Test
    void backwardInTimeAndTimesThatAreEqual() {
        TensorFn decay = y -> Odes.dormandPrince((Tensor t, Tensor v) -> neg(v), y, tensor(1.0, 1, 0),
                Odes.Accuracy.USUAL);
        assertThat(decay.apply(tensor(1.0)).toDoubleArray()).satisfies(y -> {
            assertThat(y[0]).isEqualTo(1);
            assertThat(y[1]).isEqualTo(1);
            assertThat(y[2]).isCloseTo(Math.E, within(1e-7));
        });
    }

    @Test
    void whatCannotBeSolvedIsNanAndBadInputIsAnError() {
        var few = new Odes.Accuracy(1e-8, 1e-8, 5);
        var y = Odes.dormandPrince((Tensor t, Tensor v) -> mul(v, scalar(-50)), tensor(1.0), tensor(0.0, 10), few);
        assertThat(y.toDoubleArray()[1]).isNaN();
        assertThatThrownBy(() -> Odes.rungeKutta4((Tensor t, Tensor v) -> tensor(1.0, 2), tensor(1.0), TIMES, 1))
                .isInstanceOf(ShapeException.class).hasMessageContaining("in the form of y");
        assertThatThrownBy(() -> new Odes.Accuracy(0, 0, 1)).isInstanceOf(ShapeException.class);
    }
}
