package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Control.fori;
import static org.cotangent.Control.scan;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.assertj.core.data.Offset;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.op.Gather;
import org.cotangent.op.Scan;
import org.cotangent.op.Scatter;
import org.junit.jupiter.api.Test;

/// Loops whose iterations only count and add: nothing of them is left.
class LoopsTogetherTest {
    private static Tensor ramp(long... shape) {
        int n = 1;
        for (long s : shape) {
            n *= (int) s;
        }
        var all = new double[n];
        for (int i = 0; i < n; i++) {
            all[i] = (i * 37 % 41) / 20.0 - 1;
        }
        return tensor(all).reshape(shape);
    }

    private static Tensor zero() {
        return convert(zeros(), DType.FLOAT64);
    }

    private static long count(Graph g, Class<?> op) {
        return g.equations().stream().filter(e -> op.isInstance(e.op())).count();
    }

    /// Value and gradient compiled, against eager code and against finite differences along one direction; and compiled
    /// against the reference evaluation of its program, to the bit.
    private static Graph check(Fn1<Tensor, Tensor> f, Tensor x) {
        var step = (JitFn) jit(valueAndGrad(f));
        var g = step.graphFor(x);
        @SuppressWarnings("unchecked")
        var run = (Fn1<Tensor, ValueAndGrad<Tensor>>) (Fn1<?, ?>) step;
        var want = valueAndGrad(f).apply(x);
        for (boolean compiled : new boolean[] {false, true}) {
            if (compiled) {
                step.compileNow();
            }
            var got = run.apply(x);
            assertThat(got.value().item()).isCloseTo(want.value().item(), Offset.offset(1e-9));
            assertThat(got.gradient().toDoubleArray()).containsExactly(want.gradient().toDoubleArray(),
                Offset.offset(1e-9));
            var reference = g.evaluate(List.of((Concrete) x));
            assertThat(got.value().item()).isEqualTo(reference.get(0).item());
            assertThat(got.gradient().toDoubleArray()).isEqualTo(reference.get(1).toDoubleArray());
        }
        var direction = cos(x.mul(3));
        double h = 1e-6;
        double slope = (f.apply(x.add(direction.mul(h))).item() - f.apply(x.sub(direction.mul(h))).item()) / (2 * h);
        var near = Offset.offset(1e-6 * (1 + Math.abs(slope)));
        assertThat(sum(want.gradient().mul(direction)).item()).isCloseTo(slope, near);
        assertThat(jvp(f).apply(x, direction).tangent().item()).isCloseTo(slope, near);
        return g;
    }

    private static Tensor rosenbrock(Loop loop, long n, Tensor x) {
        return fori(loop, n, zero(), (i, all) -> {
            var a = take(x, i, 0);
            var u = take(x, i.add(1), 0).sub(a.mul(a));
            var w = sub(scalar(1), a);
            return all.add(u.mul(u).mul(100)).add(w.mul(w));
        });
    }

    @Test
    void aSumOverNeighboursIsSlices() {
        for (int n : new int[] {2, 3, 8, 97, 1001}) {
            for (var loop : List.of(Loop.named("up"), Loop.named("down").reversed())) {
                var g = check(x -> rosenbrock(loop, n - 1, x), ramp(n));
                assertThat(count(g, Scan.class)).isEqualTo(n == 2 ? count(g, Scan.class) : 0);
                if (n > 2) {
                    assertThat(count(g, Gather.class) + count(g, Scatter.class)).isZero();
                }
            }
        }
    }

    @Test
    void noIterationAtAll() {
        assertThat(jit((Tensor x) -> rosenbrock(Loop.named("none"), 0, x)).apply(ramp(4)).item()).isZero();
    }

    @Test
    void rowsOfAMatrixByTheirNumber() {
        var g = check(x -> fori(6, zero(), (i, s) -> s.add(sum(sin(take(x, i, 0)).mul(take(x, i.add(2), 0))))),
            ramp(9, 5));
        assertThat(count(g, Scan.class)).isZero();
        assertThat(count(g, Gather.class) + count(g, Scatter.class)).isZero();
        g = check(x -> fori(4, zero(), (i, s) -> s.add(sum(exp(take(x, i, 1))))), ramp(3, 5));
        assertThat(count(g, Scan.class)).isZero();
    }

    @Test
    void placesThatDoNotFollowEachOtherAreGathered() {
        var g = check(x -> fori(5, zero(), (i, s) -> s.add(square(take(x, i.mul(i), 0)))), ramp(17));
        assertThat(count(g, Scan.class)).isZero();
    }

    @Test
    void whatIsStackedIsOneBatch() {
        Fn1<Tensor, Tensor> f = x -> {
            var both = scan((Tensor s, Tensor row) -> new Carried<>(s.add(sum(row)), tanh(row).mul(2)), zero(), x);
            return sum(square(both.out())).add(both.carry().mul(3));
        };
        var g = check(f, ramp(11, 3));
        assertThat(count(g, Scan.class)).isZero();
    }

    @Test
    void theLastValueOfACarryThatNobodyReads() {
        var g = check(x -> sum(scan((Tensor last, Tensor row) -> new Carried<>(sin(row), null),
            convert(zeros(3), DType.FLOAT64), x)
            .carry()), ramp(5, 3));
        assertThat(count(g, Scan.class)).as("the way back forgets after its first step").isEqualTo(1);
        g = check(x -> sum(scan(Loop.named("down").reversed(), (Tensor last, Tensor row) ->
            new Carried<>(sin(row), null), convert(zeros(3), DType.FLOAT64), x).carry()), ramp(5, 3));
        assertThat(count(g, Scan.class)).isEqualTo(1);
    }

    @Test
    void loopsThatWaitStay() {
        var waits = check(x -> fori(5, zero(), (i, s) -> s.add(sin(s.add(take(x, i, 0))))), ramp(5));
        assertThat(count(waits, Scan.class)).isEqualTo(2);
        var running = check(x -> sum(square(scan((Tensor s, Tensor row) -> new Carried<>(s.add(row), s),
            zero(), x).out())), ramp(5));
        assertThat(count(running, Scan.class)).isPositive();
    }

    @Test
    void largeIterationsStayALoop() {
        var g = check(x -> fori(300, zero(), (i, s) -> s.add(sum(sin(x.mul(i.to(DType.FLOAT64)))).mul(1e-3))),
            ramp(2000));
        assertThat(count(g, Scan.class)).isPositive();
    }

    @Test
    void theSecondDerivativeToo() {
        Fn1<Tensor, Tensor> f = x -> rosenbrock(Loop.named("up"), 6, x);
        Fn1<Tensor, Tensor> hessian = x -> jvp(grad(f)).apply(x, ramp(7)).tangent();
        var step = jit(hessian);
        step.compileNow();
        assertThat(step.apply(ramp(7).mul(0.5)).toDoubleArray()).containsExactly(
            hessian.apply(ramp(7).mul(0.5)).toDoubleArray(), Offset.offset(1e-9));
        var many = jit(vmap(f)).apply(ramp(4, 7));
        assertThat(many.toDoubleArray()).containsExactly(vmap(f).apply(ramp(4, 7)).toDoubleArray(),
            Offset.offset(1e-9));
    }
}
