package org.cotangent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Axes.NONE;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.assertj.core.data.Offset;
import org.cotangent.TensorFn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Linear algebra against closed forms.
class LinalgOpsTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-9);

    private static Tensor wave(long... sizes) {
        return sin(arange(Shape.of(sizes).count(), DType.FLOAT64).mul(1.7).add(0.3)).reshape(sizes);
    }

    private static Tensor definite(long... sizes) {
        var g = wave(sizes);
        return matmul(g, transpose(g)).add(eye(sizes[sizes.length - 1], DType.FLOAT64));
    }

    private static void close(Tensor got, Tensor want, double tolerance) {
        assertThat(got.type()).isEqualTo(want.type());
        assertThat(got.toDoubleArray()).containsExactly(want.toDoubleArray(), Offset.offset(tolerance));
    }

    @Test
    void factorsByHand() {
        assertThat(cholesky(tensor(4, 2, 2, 5).reshape(2, 2).to(DType.FLOAT64)).toDoubleArray())
                .containsExactly(2, 0, 1, 2);
        assertThat(cholesky(tensor(4, 2, 2, 5).reshape(2, 2)).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(cholesky(tensor(4, 2, 2, 5).reshape(2, 2).to(DType.BFLOAT16)).dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(cholesky(zeros(0, 0)).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(choleskyLower(tensor(4.0, 99, 2, 5).reshape(2, 2)).toDoubleArray()).containsExactly(2, 0, 1, 2);
        assertThat(cholesky(tensor(4.0, 1, 3, 5).reshape(2, 2)).toDoubleArray()).containsExactly(2, 0, 1, 2);
    }

    @Test
    void solvesOfVectorsMatricesAndBatches() {
        var a = definite(3, 5, 5);
        var b = wave(3, 5, 2);
        close(matmul(a, solvePositiveDefinite(a, b)), b, 1e-10);
        var one = select(a, 0, 1);
        close(matmul(one, solvePositiveDefinite(one, wave(5))), wave(5), 1e-10);
        close(matmul(one, solvePositiveDefinite(one, b)), b, 1e-10);
        close(matmul(a, inversePositiveDefinite(a)), broadcastTo(eye(5, DType.FLOAT64), Shape.of(3, 5, 5)), 1e-10);
        var right = wave(3, 2, 5);
        close(matmul(triangularSolve(a, right, false, true, false, false), transpose(triu(a))), right, 1e-10);
        close(matmul(triangularSolve(one, right, false, true, false, false), transpose(triu(one))), right, 1e-10);
        close(matmul(triangularSolve(one, wave(5), true, false, false, false), tril(one)), wave(5), 1e-10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 65})
    void logdetAndItsGradient(int n) {
        var a = definite(n, n);
        var inverse = inversePositiveDefinite(a);
        close(grad((TensorFn) Ops::logdetPositiveDefinite).apply(a), inverse, 1e-8);
        close(jit(grad((TensorFn) Ops::logdetPositiveDefinite)).apply(a), inverse, 1e-8);
        var g = grad((Tensor x) -> sum(cholesky(x).mul(wave(n, n)))).apply(a);
        close(g, transpose(g), 1e-12);
    }

    @Test
    void secondDerivativeOfLogdet() {
        var a = definite(6, 6);
        var d = symmetric(wave(6, 6));
        var w = matmul(inversePositiveDefinite(a), d);
        var want = neg(trace(matmul(w, w))).item();
        var hvp = hvp((TensorFn) Ops::logdetPositiveDefinite).apply(a, d);
        assertThat(sum(hvp.mul(d)).item()).isCloseTo(want, CLOSE);
        var twice = grad((Tensor x) -> sum(grad((TensorFn) Ops::logdetPositiveDefinite).apply(x).mul(d))).apply(a);
        assertThat(sum(twice.mul(d)).item()).isCloseTo(want, CLOSE);
        assertThat(sum(jit(hvp((TensorFn) Ops::logdetPositiveDefinite)::apply).apply(a, d).mul(d)).item())
                .isCloseTo(want, CLOSE);
    }

    record Kernel(Tensor length, Tensor scale, Tensor noise) {
        Tensor at(Tensor x) {
            var d = sub(expandDims(x, 1), expandDims(x, 0)).div(exp(length));
            var k = exp(square(d).mul(-0.5)).mul(exp(scale));
            return k.add(eye(x.size(0), DType.FLOAT64).mul(exp(noise)));
        }
    }

    /// d/dt log p = tr((alpha alpha' - K^-1) dK/dt) / 2. Rasmussen and Williams 2006, eq. 5.9.
    @Test
    void marginalLikelihoodOfAGaussianProcess() {
        var x = linspace(0, 5, 40, DType.FLOAT64);
        var y = sin(x);
        var theta = new Kernel(scalar(-0.2), scalar(0.3), scalar(-4.0));
        var g = grad((Kernel k) -> multivariateNormalLogDensity(y, zerosLike(y), k.at(x))).apply(theta);
        var inverse = inversePositiveDefinite(theta.at(x));
        var alpha = matmul(inverse, y);
        var w = sub(outer(alpha, alpha), inverse);
        var tangents = new Kernel[] {new Kernel(scalar(1.0), scalar(0.0), scalar(0.0)),
            new Kernel(scalar(0.0), scalar(1.0), scalar(0.0)), new Kernel(scalar(0.0), scalar(0.0), scalar(1.0))};
        var got = new Tensor[] {g.length(), g.scale(), g.noise()};
        for (int i = 0; i < 3; i++) {
            var dk = jvp((Kernel k) -> k.at(x)).apply(theta, tangents[i]).tangent();
            double want = sum(w.mul(dk)).item() / 2;
            assertThat(got[i].item()).isCloseTo(want, Offset.offset(1e-7 * Math.max(1, Math.abs(want))));
        }
    }

    @Test
    void normalDensities() {
        var l = tril(wave(3, 3)).add(eye(3, DType.FLOAT64).mul(2));
        var xs = wave(7, 3);
        var mean = wave(3).mul(0.1);
        var all = multivariateNormalLogDensityCholesky(xs, mean, l);
        close(all, vmap((Tensor x) -> multivariateNormalLogDensityCholesky(x, mean, l)).apply(xs), 1e-12);
        var batch = broadcastTo(l, Shape.of(7, 3, 3));
        close(all, multivariateNormalLogDensityCholesky(xs, mean, batch), 1e-12);
        var diagonal = diagonalMatrix(tensor(4.0, 9, 1), 0);
        double want = -0.5 * (1.0 / 4 + 4.0 / 9 + 9 + Math.log(36) + 3 * Math.log(2 * Math.PI));
        assertThat(multivariateNormalLogDensity(tensor(1.0, 2, 3), tensor(0.0, 0, 0), diagonal).item())
                .isCloseTo(want, CLOSE);
    }

    @Test
    void batchesAreLoops() {
        var a = definite(4, 5, 5);
        var all = vmap((TensorFn) Ops::cholesky).apply(a);
        for (int i = 0; i < 4; i++) {
            close(select(all, 0, i), cholesky(select(a, 0, i)), 1e-14);
        }
        var one = cholesky(select(a, 0, 0));
        var b = wave(4, 5);
        close(vmap((Tensor l, Tensor x) -> choleskySolve(l, x), in(NONE, 0), out(0)).apply(one, b),
                transpose(choleskySolve(one, transpose(b))), 1e-12);
    }

    @Test
    void whatIsNotPositiveDefiniteIsNamedInEveryMode() {
        var bad = stack(0, eye(2, DType.FLOAT64), tensor(1.0, 2, 2, 1).reshape(2, 2));
        for (TensorFn f : new TensorFn[] {Ops::cholesky, vmap((TensorFn) Ops::cholesky),
            jit((TensorFn) Ops::cholesky), grad((Tensor x) -> sum(cholesky(x)))::apply}) {
            assertThatThrownBy(() -> f.apply(bad)).isInstanceOf(NumericsException.class)
                    .hasMessageContaining("leading minor 2 of matrix [1] is not positive: its pivot is -3.0")
                    .hasMessageContaining("LinalgOpsTest.java");
        }
    }

    @Test
    void badShapes() {
        assertThatThrownBy(() -> cholesky(wave(2, 3))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> cholesky(wave(3))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> triangularSolve(wave(3, 3), wave(2))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> triangularSolve(wave(2, 3, 3), wave(3, 3, 1))).isInstanceOf(ShapeException.class)
                .hasMessageContaining("leading axes");
        assertThatThrownBy(() -> triangularSolve(wave(3, 3), scalar(1.0))).isInstanceOf(ShapeException.class);
    }
}
