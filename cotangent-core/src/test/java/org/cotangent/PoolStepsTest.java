package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.core.Tensor;
import org.cotangent.core.Window;
import org.junit.jupiter.api.Test;

/// Pools of largest elements: one step forth, one back, and the bits of the steps they are written in.
class PoolStepsTest {
    private static Tensor values(long... shape) {
        int n = 1;
        for (long s : shape) {
            n *= (int) s;
        }
        var all = new float[n];
        for (int i = 0; i < n; i++) {
            all[i] = i % 97 == 5 ? Float.NaN : i % 7 == 0 ? -0f : i % 5 == 0 ? 0f : (i * 31 % 23 - 11) / 4f;
        }
        return tensor(all).reshape(shape);
    }

    private static void check(Tensor x, boolean apart, long[] kernel, Window window) {
        Fn1<Tensor, Tensor> pool = t -> maxPool(t, kernel, window);
        Fn1<Tensor, Tensor> f = t -> sum(mul(maxPool(t, kernel, window), cos(maxPool(t.mul(2), kernel, window))));
        var g = jit(grad(f));
        var p = jit(pool);
        g.compileNow();
        p.compileNow();
        assertThat(p.apply(x).toFloatArray()).isEqualTo(pool.apply(x).toFloatArray());
        assertThat(g.apply(x).toFloatArray()).isEqualTo(grad(f).apply(x).toFloatArray());
        assertThat(((JitFn) p).scheduleFor(x).contains("PoolMax")).isTrue();
        assertThat(((JitFn) g).scheduleFor(x).contains("PoolBack")).isEqualTo(apart);
    }

    @Test
    void poolsSideBySideAreOneStep() {
        check(values(2, 3, 8, 10), true, new long[] {2, 2}, Window.VALID);
        check(values(1, 2, 11, 9), true, new long[] {3, 2}, Window.VALID);
        check(values(2, 1, 40, 41), true, new long[] {2, 3}, Window.VALID.stride(3, 4));
    }

    @Test
    void theWayBackFromPoolsThatOverlapAddsWindows() {
        check(values(2, 3, 8, 10), false, new long[] {3, 3}, Window.SAME.stride(2, 2));
        Fn1<Tensor, Tensor> f = t -> sum(square(maxPool(t, new long[] {3, 3}, Window.VALID.stride(1, 1))));
        var x = values(1, 2, 7, 7);
        var g = jit(grad(f));
        g.compileNow();
        assertThat(((JitFn) g).scheduleFor(x)).contains("PoolMax").doesNotContain("PoolBack");
        assertThat(g.apply(x).toFloatArray()).isEqualTo(grad(f).apply(x).toFloatArray());
    }

    @Test
    void doublesAreTaken() {
        var x = convert(values(2, 3, 8, 10), org.cotangent.core.DType.FLOAT64);
        Fn1<Tensor, Tensor> f = t -> sum(square(maxPool(t, 2, 2)));
        var g = jit(grad(f));
        g.compileNow();
        assertThat(((JitFn) g).scheduleFor(x)).contains("PoolMax").contains("PoolBack");
        assertThat(g.apply(x).toDoubleArray()).isEqualTo(grad(f).apply(x).toDoubleArray());
    }
}
