package org.cotangent.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cotangent.Transforms;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    private static double at(Schedule s, long step) {
        double eager = s.at(Ops.scalar(step)).item();
        double staged = Transforms.jit((Tensor t) -> s.at(t)).apply(Ops.tensor(step).reshape()).item();
        assertThat(staged).isEqualTo(eager);
        return eager;
    }

    private static void goesThrough(Schedule s, double... stepsAndRates) {
        for (int i = 0; i < stepsAndRates.length; i += 2) {
            assertThat(at(s, (long) stepsAndRates[i])).as("step %s", stepsAndRates[i])
                    .isCloseTo(stepsAndRates[i + 1], within(1e-14));
        }
    }

    @Test
    void ratesAtSteps() {
        goesThrough(Schedule.constant(0.3), 0, 0.3, 1000, 0.3);
        goesThrough(Schedule.linear(1, 0, 4), 0, 1, 1, 0.75, 4, 0, 9, 0);
        goesThrough(Schedule.step(1, 0.5, 3), 0, 1, 2, 1, 3, 0.5, 6, 0.25);
        goesThrough(Schedule.exponential(1, 0.5), 0, 1, 1, 0.5, 5, 1 / 32.0);
        goesThrough(Schedule.cosine(1, 0.2, 10), 0, 1, 5, 0.6, 10, 0.2, 15, 0.2);
        goesThrough(Schedule.cosineWaves(1, 0.2, 10), 0, 1, 5, 0.6, 10, 0.2, 15, 0.6, 20, 1);
        goesThrough(Schedule.inverseSquareRoot(1, 4), 0, 0.25, 3, 1, 15, 0.5);
        goesThrough(Schedule.warmUp(1, 4, Schedule.cosine(1, 0, 10)), 0, 0.25, 1, 0.5, 3, 1, 4, 1, 9, 0.5, 14, 0);
        goesThrough(Schedule.warmUp(1, 1, Schedule.constant(1)), 0, 1, 1, 1);
        goesThrough(Schedule.constant(1).then(2, Schedule.linear(0.5, 0, 2)).times(2), 1, 2, 2, 1, 3, 0.5, 4, 0);
        goesThrough(Schedule.oneCycle(0.5, 20), 0, 0.02, 5, 0.5, 19, 2e-6);
    }

    @Test
    void theStepOfTheStateIsUsed() {
        var sgd = Sgd.of(Schedule.step(1, 0.5, 1));
        var x = Ops.tensor(0.0);
        var one = sgd.update(x, Ops.tensor(1.0), sgd.start(x));
        var two = sgd.update(one.params(), Ops.tensor(1.0), one.state());
        assertThat(two.params().item()).isEqualTo(-1.5);
    }

    @Test
    void noSteps() {
        assertThatThrownBy(() -> Schedule.cosine(1, 0, 0)).isInstanceOf(NumericsException.class);
    }
}
