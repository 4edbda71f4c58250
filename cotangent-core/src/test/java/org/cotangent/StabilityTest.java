package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// The order of the compiled path: stabilise before differentiating, in every nesting.
class StabilityTest {
    private static final TensorFn SOFTPLUS = x -> log(add(scalar(1), exp(x)));
    private static final TensorFn CROSS_ENTROPY = s -> {
        var p = div(exp(s), sum(exp(s)));
        return neg(log(slice(p, 0, 1, 2).reshape()));
    };
    private static final Tensor X = tensor(800.0).reshape();

    @Test
    void naiveSoftplusAt800InEveryNesting() {
        assertThat(jit(SOFTPLUS).apply(X).item()).isEqualTo(800);
        assertThat(jit(grad(SOFTPLUS)).apply(X).item()).isEqualTo(1);
        assertThat(grad(jit(SOFTPLUS)).apply(X).item()).isEqualTo(1);
        assertThat(jit(grad(grad(SOFTPLUS))).apply(X).item()).isZero();
        assertThat(grad(jit(grad(SOFTPLUS))).apply(X).item()).isZero();
        assertThat(jit(jvp(SOFTPLUS)::apply).apply(X, tensor(1.0).reshape()).tangent().item()).isEqualTo(1);
        assertThat(jit(vmap(grad(SOFTPLUS))).apply(tensor(800.0, 0, -800)).toDoubleArray()).containsExactly(1, 0.5, 0);
        assertThat(vmap(jit(grad(SOFTPLUS))).apply(tensor(800.0, 0, -800)).toDoubleArray()).containsExactly(1, 0.5, 0);
        assertThat(stabilize(SOFTPLUS).apply(X).item()).isEqualTo(800);
        assertThat(grad(stabilize(SOFTPLUS)).apply(X).item()).isEqualTo(1);
    }

    @Test
    void plainEagerCodeOverflowsAsArithmeticDoes() {
        assertThat(grad(SOFTPLUS).apply(X).item()).isNaN();
    }

    @Test
    void naiveCrossEntropyIsFiniteForHugeLogits() {
        var s = tensor(1000.0, 0, -1000);
        var both = jit(valueAndGrad(CROSS_ENTROPY)::apply).apply(s);
        assertThat(both.value().item()).isEqualTo(1000);
        assertThat(both.gradient().toDoubleArray()).containsExactly(1, -1, 0);
        assertThat(jit(CROSS_ENTROPY).rewritesFor(s)).extracting(Rewrite::rule).contains("softmax", "log_softmax");
    }

    @Test
    void theDeadBranchOfWhereNeverReachesTheGradient() {
        TensorFn f = x -> sum(where(gt(x, scalar(0)), log(x).add(sqrt(x)), scalar(0)));
        var x = tensor(0.0, -1, 4);
        for (var g : new TensorFn[] {grad(f), jit(grad(f)), grad(jit(f)), jacobianForward(f)}) {
            assertThat(g.apply(x).toDoubleArray()).containsExactly(0, 0, 0.5);
        }
        TensorFn through = z -> sum(where(gt(z, scalar(0)), log(sqrt(z).reshape(3, 1).permute().reshape(3)),
                scalar(0)));
        assertThat(grad(through).apply(tensor(0.0, -1, 4)).toDoubleArray())
                .containsExactly(new double[] {0, 0, 0.125}, within(1e-15));
        assertThat(hessian(f).apply(x).toDoubleArray()).doesNotContain(Double.NaN);
    }
}
