package org.cotangent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.grad;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.cotangent.TensorFn;
import org.junit.jupiter.api.Test;

class ReducingOpsTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static double[] gradient(TensorFn f, double... x) {
        return grad(f).apply(tensor(x)).toDoubleArray();
    }

    private static Tensor wave(long... sizes) {
        return sin(arange(Shape.of(sizes).count(), DType.FLOAT64).mul(1.7)).reshape(sizes);
    }

    @Test
    void keptAxesBroadcast() {
        var x = wave(2, 3, 4);
        for (var y : List.of(sum(x, KeepDims.YES, 1), mean(x, KeepDims.YES, -2), max(x, KeepDims.YES, 1),
                var(x, KeepDims.YES, 1),
                norm(x, KeepDims.YES, 1), median2(x), logsumexp(x, KeepDims.YES, 1))) {
            assertThat(y.shape()).isEqualTo(Shape.of(2, 1, 4));
        }
        assertThat(sum(x, KeepDims.YES).shape()).isEqualTo(Shape.of(1, 1, 1));
        assertThat(sum(x, KeepDims.NO, 0, 2).shape()).isEqualTo(Shape.of(3));
    }

    private static Tensor median2(Tensor x) {
        return quantile(x, 0.5, KeepDims.YES, 1);
    }

    @Test
    void productsOfZerosHaveExactGradients() {
        assertThat(gradient(x -> prod(x), 2, 0, 3)).containsExactly(0, 6, 0);
        assertThat(gradient(x -> prod(x), 2, 0, 0, 3)).containsExactly(0, 0, 0, 0);
        assertThat(gradient(x -> sum(cumprod(x, 0)), 2, 0, 0, 4)).containsExactly(1, 2, 0, 0);
        assertThat(gradient(x -> sum(grad(y -> prod(y)).apply(x)), 2, 0, 0)).containsExactly(0, 2, 2);
    }

    @Test
    void kinksFollowTheConventions() {
        assertThat(gradient(x -> max(x), 3, 1, 3)).containsExactly(0.5, 0, 0.5);
        assertThat(gradient(x -> sum(cummax(x, 0)), 3, 1, 3)).containsExactly(3, 0, 0);
        assertThat(gradient(x -> sum(clamp(x, -1, 1)), -1, 1, 0, 2)).containsExactly(1, 1, 1, 0);
        assertThat(gradient(x -> norm(x), 0, 0)).containsExactly(0, 0);
        assertThat(gradient(x -> norm(3, x), 0, 0)).containsExactly(0, 0);
        assertThat(gradient(x -> norm(3, x), 0, 2)).containsExactly(new double[] {0, 1}, Offset.offset(1e-15));
        assertThat(gradient(x -> std(x), 2)).containsExactly(0);
        assertThat(gradient(x -> sum(relu6(x)), 0, 6, 3)).containsExactly(0, 0, 1);
        assertThat(gradient(x -> sum(maxPool(x.reshape(1, 1, 4), 2)), 3, 3, 1, 2)).containsExactly(1, 0, 0, 1);
        assertThat(gradient(x -> entr(x).reshape(), 0)).containsExactly(INF);
    }

    @Test
    void placesGoToTheFirstAndToNaN() {
        assertThat(argmax(tensor(1.0, 3, 3)).item()).isEqualTo(1);
        assertThat(argmin(tensor(1.0, NAN, 0, NAN)).item()).isEqualTo(1);
        assertThat(argmax(wave(2, 3), -1).dtype()).isEqualTo(DType.INT64);
        assertThat(sort(tensor(2.0, NAN, 1)).toDoubleArray()).containsExactly(1, 2, NAN);
        assertThat(sortDescending(tensor(2.0, NAN, 1), 0).toDoubleArray()).containsExactly(2, 1, NAN);
        assertThat(topK(tensor(2.0, NAN, 1, 2), 3).indices().toDoubleArray()).containsExactly(1, 0, 3);
        assertThat(sort(List.of(tensor(1, 0, 1, 0), tensor(3, 2, 1, 0)), 2, 0).get(1).toDoubleArray())
                .containsExactly(0, 2, 1, 3);
    }

    @Test
    void statistics() {
        assertThat(var(1, tensor(1.0, 2, 4)).item()).isEqualTo(7.0 / 3, Assertions.within(1e-15));
        assertThat(var(1, tensor(1.0)).item()).isNaN();
        assertThat(median(tensor(4.0, 1, 3, 2)).item()).isEqualTo(2.5);
        assertThat(quantile(tensor(0.0, 10, 20), 0.25).item()).isEqualTo(5);
        assertThat(quantile(tensor(1.0, NAN), 0).item()).isNaN();
        assertThat(quantile(tensor(1.0, INF, INF), 0.75).item()).isEqualTo(INF);
        assertThat(nanmean(tensor(1.0, NAN, 3)).item()).isEqualTo(2);
        assertThat(var(tensor(1e9, 1e9 + 1, 1e9 + 2)).item()).isEqualTo(2.0 / 3, Assertions.within(1e-15));
        assertThat(cov(tensor(new double[][] {{1, 2, 3}, {2, 4, 6}})).toDoubleArray()).containsExactly(1, 2, 2, 4);
    }

    @Test
    void runningLogSumsDoNotOverflow() {
        var y = logcumsumexp(tensor(-INF, -1000.0, 1000, 1000, INF), 0).toDoubleArray();
        assertThat(y).containsExactly(new double[] {-INF, -1000, 1000, 1000 + Math.log(2), INF}, Offset.offset(1e-12));
        assertThat(gradient(x -> sum(logcumsumexp(x, 0)), -INF, 1, 1)).containsExactly(0, 1.5, 0.5);
    }

    @Test
    void halvesAreAddedInFloat() {
        var ones = full(TensorType.of(DType.FLOAT16, 4096), 1);
        assertThat(sum(ones).dtype()).isEqualTo(DType.FLOAT16);
        assertThat(sum(ones).item()).isEqualTo(4096);
        assertThat(mean(full(TensorType.of(DType.FLOAT16, 70000), 1)).item()).isEqualTo(1);
        assertThat(sort(ones).dtype()).isEqualTo(DType.FLOAT16);
    }

    @Test
    void nothingHasItsReductions() {
        var none = zeros(TensorType.of(DType.FLOAT64, 0));
        assertThat(sum(none).item()).isZero();
        assertThat(prod(none).item()).isEqualTo(1);
        assertThat(max(none).item()).isEqualTo(-INF);
        assertThat(mean(none).item()).isNaN();
        assertThat(logsumexp(none).item()).isEqualTo(-INF);
        assertThat(grad(x -> prod(x)).apply(none).shape()).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> argmax(none)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("one element or more");
        assertThatThrownBy(() -> median(none)).isInstanceOf(NumericsException.class);
    }

    @Test
    void errorsSayWhatToDo() {
        assertThatThrownBy(() -> sum(wave(2, 3), 1, -1)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("once");
        assertThatThrownBy(() -> topK(wave(3), 4)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("from 0 to 3");
        assertThatThrownBy(() -> conv2d(wave(1, 3, 4, 4), wave(2, 2, 2, 2))).isInstanceOf(ShapeException.class)
                .hasMessageContaining("groups");
        assertThatThrownBy(() -> cumsum(scalar(1.0), 0)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("a scalar has no axis");
        assertThatThrownBy(() -> tensordot(wave(2, 3), wave(2, 3), 1)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("contracted");
    }

    @Test
    void closeness() {
        assertThat(allClose(tensor(1.0, INF), tensor(1.0 + 1e-9, INF))).isTrue();
        assertThat(allClose(tensor(1.0), tensor(1.1))).isFalse();
        assertThat(allClose(tensor(NAN), tensor(NAN))).isFalse();
        assertThat(allClose(tensor(INF), tensor(-INF))).isFalse();
        assertThat(allClose(tensor(1.0), tensor(1.0, 1))).isFalse();
    }
}
