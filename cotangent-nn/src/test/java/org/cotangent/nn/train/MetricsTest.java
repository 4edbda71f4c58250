package org.cotangent.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.tensor;

import org.cotangent.core.DType;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// Metrics against numbers worked out by hand.
class MetricsTest {
    private static final Tensor SCORES = tensor(3.0, 1, 2, 0, 5, 4, 9, 8, 7, 1, 1, 2).reshape(4, 3);
    private static final Tensor LABELS = tensor(0.0, 2, 2, 1).to(DType.INT32);

    @Test
    void sharesOfRightAnswers() {
        assertThat(Metrics.accuracy(SCORES, LABELS)).isEqualTo(0.25);
        assertThat(Metrics.topK(SCORES, LABELS, 2)).isEqualTo(0.5);
        assertThat(Metrics.topK(SCORES, LABELS, 3)).isEqualTo(1);
        assertThat(Metrics.confusion(SCORES, LABELS)).isDeepEqualTo(new long[][] {{1, 0, 0}, {0, 0, 1}, {1, 1, 0}});
        assertThat(Metrics.f1(Metrics.confusion(SCORES, LABELS))).isCloseTo((2.0 / 3) / 3, within(1e-15));
        assertThatThrownBy(() -> Metrics.accuracy(SCORES, tensor(0.0, 1, 2, 3).to(DType.INT32)))
                .isInstanceOf(ShapeException.class).hasMessageContaining("the label 3 beside 3 classes");
    }

    @Test
    void areaUnderTheCurveWithEqualScores() {
        var labels = tensor(0.0, 1, 0, 1, 1).to(DType.INT32);
        assertThat(Metrics.auc(tensor(0.1, 0.4, 0.4, 0.8, 0.05), labels)).isCloseTo(3.5 / 6, within(1e-15));
        assertThat(Metrics.auc(tensor(0.0, 1, 0, 1, 1), labels)).isEqualTo(1);
        assertThat(Metrics.auc(tensor(0.0, 1), tensor(0.0, 0).to(DType.INT32))).isNaN();
    }

    @Test
    void regression() {
        var y = tensor(1.0, 2, 3, 6);
        assertThat(Metrics.rmse(tensor(1.0, 2, 5, 4), y)).isEqualTo(Math.sqrt(2));
        assertThat(Metrics.r2(tensor(1.0, 2, 5, 4), y)).isCloseTo(1 - 8.0 / 14, within(1e-15));
        assertThat(Metrics.perplexity(Math.log(65))).isCloseTo(65, within(1e-12));
    }

    @Test
    void timesAndCurvesAreShort() {
        assertThat(Progress.time(42.3) + " " + Progress.time(185) + " " + Progress.time(7620)).isEqualTo(
                "42s 3m05s 2h07m");
        var c = Curve.EMPTY;
        for (int i = 0; i < 5000; i++) {
            c = c.with(i);
        }
        assertThat(c.block()).isEqualTo(8);
        assertThat(c.means()).hasSize(625).startsWith(3.5, 11.5);
    }
}
