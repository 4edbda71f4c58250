package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Control.*;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.NumericsException;
import org.cotangent.core.ShapeException;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTest {
    record State(Tensor position, Tensor velocity) {
    }

    private static final Tensor W = tensor(0.3, -0.2, 0.5);

    private static Tensor rows(long n) {
        return reshape(sin(arange(3 * n, DType.FLOAT64)), n, 3);
    }

    private static Tensor number(double x) {
        return reshape(tensor(x));
    }

    private static Tensor cell(Tensor w, Tensor h, Tensor x) {
        return tanh(h.mul(w).add(x));
    }

    private static Fn1<Tensor, Tensor> scanned(long n, Keep keep, boolean reverse) {
        var loop = Loop.named("rnn").keeping(keep);
        return w -> {
            var out = scan(reverse ? loop.reversed() : loop, (Tensor h, Tensor x) -> {
                var next = cell(w, h, x);
                return new Carried<>(next, next.mul(x));
            }, zerosLike(w), rows(n));
            return sum(out.carry()).add(sum(square(out.out())));
        };
    }

    private static Fn1<Tensor, Tensor> unrolled(long n, boolean reverse) {
        return w -> {
            Tensor h = zerosLike(w);
            Tensor total = number(0);
            for (int i = 0; i < n; i++) {
                var x = select(rows(n), 0, reverse ? n - 1 - i : i);
                h = cell(w, h, x);
                total = total.add(sum(square(h.mul(x))));
            }
            return total.add(sum(h));
        };
    }

    private static void close(Tensor got, Tensor want) {
        assertThat(got.shape()).isEqualTo(want.shape());
        assertThat(allClose(got, want, 1e-11, 1e-12)).as(got + " and " + want).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50})
    void unrolledScannedAndDefinedByRunAgree(int n) {
        for (boolean reverse : new boolean[] {false, true}) {
            var want = unrolled(n, reverse);
            for (var keep : List.of(Keep.ALL, Keep.CARRIES, Keep.every(3), Keep.bytes(60))) {
                var f = scanned(n, keep, reverse);
                close(f.apply(W), want.apply(W));
                close(jit(f).apply(W), want.apply(W));
                close(grad(f).apply(W), grad(want).apply(W));
                close(jit(grad(f)).apply(W), grad(want).apply(W));
                close(jvp(f).apply(W, W).tangent(), jvp(want).apply(W, W).tangent());
                close(linearize(f).apply(W).tangent().apply(W), jvp(want).apply(W, W).tangent());
            }
            var v = Variable.param(W);
            scanned(n, Keep.ALL, reverse).apply(v).backward();
            close(v.grad(), grad(want).apply(W));
        }
    }

    @Test
    void secondOrderInEveryOrderOfModes() {
        var want = unrolled(5, false);
        Fn1<Tensor, Tensor> slope = w -> sum(grad(want).apply(w).mul(W));
        for (var keep : List.of(Keep.ALL, Keep.CARRIES, Keep.every(2))) {
            var f = scanned(5, keep, false);
            Fn1<Tensor, Tensor> g = w -> sum(grad(f).apply(w).mul(W));
            Fn1<Tensor, Tensor> h = w -> jvp(f).apply(w, W).tangent();
            close(grad(g).apply(W), grad(slope).apply(W));
            close(jit(grad(g)).apply(W), grad(slope).apply(W));
            close(grad(h).apply(W), grad(slope).apply(W));
            close(jvp(g).apply(W, W).tangent(), jvp(slope).apply(W, W).tangent());
        }
    }

    @Test
    void aBodyIsTracedOnceWhateverTheNumberOfIterations() {
        for (long n : new long[] {0, 1, 1000}) {
            var traced = new int[1];
            fori(n, W, (i, x) -> {
                traced[0]++;
                return x.mul(0.5);
            });
            assertThat(traced[0]).isEqualTo(1);
        }
    }

    @Test
    void batchedScansAreLoopsOverExamples() {
        var f = scanned(4, Keep.ALL, true);
        var want = unrolled(4, true);
        var many = stack(0, W, W.mul(2), W.neg());
        close(vmap(f).apply(many), vmap(want).apply(many));
        close(vmap(grad(f)).apply(many), vmap(grad(want)).apply(many));
        close(jit(vmap(grad(f))).apply(many), vmap(grad(want)).apply(many));
    }

    private static Tensor root(Tensor c) {
        return whileLoop(Loop.named("newton"), (Tensor x) -> abs(x.mul(x).sub(c)).gt(1e-12),
                x -> x.add(c.div(x)).mul(0.5), onesLike(c));
    }

    @Test
    void aWhileHasDerivativesOfEveryOrder() {
        Fn1<Tensor, Tensor> f = ControlTest::root;
        var c = number(2);
        close(f.apply(c), number(Math.sqrt(2)));
        close(grad(f).apply(c), number(0.5 / Math.sqrt(2)));
        close(jvp(f).apply(c, number(1)).tangent(), number(0.5 / Math.sqrt(2)));
        close(linearize(f).apply(c).tangent().apply(number(1)), number(0.5 / Math.sqrt(2)));
        close(grad(grad(f)).apply(c), number(-0.25 * Math.pow(2, -1.5)));
        close(jit(grad(grad(f))).apply(c), number(-0.25 * Math.pow(2, -1.5)));
        close(grad(grad(grad(f))).apply(c), number(0.375 * Math.pow(2, -2.5)));
    }

    @Test
    void lanesOfAWhileStopByThemselves() {
        Fn1<Tensor, Tensor> f = ControlTest::root;
        var c = tensor(2.5, 3, 100, 0.5);
        var want = rsqrt(c).mul(0.5);
        close(vmap(f).apply(c), sqrt(c));
        close(vmap(grad(f)).apply(c), want);
        close(jit(vmap(grad(f))).apply(c), want);
        close(grad((Tensor x) -> sum(vmap(f).apply(x))).apply(c), want);
        close(vmap(grad(grad(f))).apply(c), want.div(c).mul(-0.5));
        close(grad((Tensor x) -> sum(vmap(grad(f)).apply(x))).apply(c), want.div(c).mul(-0.5));
    }

    /// A lane that went on would divide by zero: its number must not reach the result, its NaN not the gradient.
    @Test
    void aStoppedLaneIsNotRunOn() {
        Fn1<Tensor, Tensor> f = x -> whileLoop((Tensor y) -> y.gt(0), y -> y.sub(1).add(log(y).mul(0)), x);
        var x = tensor(1.0, 2, 3);
        assertThat(vmap(f).apply(x).toDoubleArray()).containsExactly(0, 0, 0);
        assertThat(vmap(grad(f)).apply(x).toDoubleArray()).containsExactly(1, 1, 1);
        assertThat(grad((Tensor y) -> sum(vmap(f).apply(y))).apply(x).toDoubleArray()).containsExactly(1, 1, 1);
    }

    @Test
    void onlyTheBranchThatIsTakenRuns() {
        var table = tensor(1.0, 2, 3);
        Fn2<Tensor, Tensor, Tensor> f = (i, x) -> cond(i.lt(scalar(3)),
                () -> sum(dynamicSlice(table, 0, i, 1)).mul(x), () -> sqrt(x.neg()));
        assertThat(f.apply(reshape(tensor(1L)), number(5)).item()).isEqualTo(10);
        assertThat(f.apply(reshape(tensor(7L)), number(-4)).item()).isEqualTo(2);
        var at = tensor(0L, 7, 2);
        var x = tensor(1.0, -9, 3);
        close(vmap(f).apply(at, x), tensor(1.0, 3, 9));
        close(vmap((Tensor i, Tensor y) -> grad((Tensor z) -> f.apply(i, z)).apply(y)).apply(at, x),
                tensor(1.0, -1.0 / 6, 3));
    }

    @Test
    void theBranchNotTakenMakesNoNaN() {
        Fn1<Tensor, Tensor> f = x -> cond(x.gt(0), y -> log(y).mul(sqrt(y)), y -> square(y), x);
        var x = tensor(4.0, 0, -1);
        assertThat(vmap(f).apply(x).toDoubleArray()).containsExactly(Math.log(4) * 2, 0, 1);
        close(vmap(grad(f)).apply(x), tensor(0.5 + Math.log(4) / 4, 0, -2));
        close(grad((Tensor y) -> sum(vmap(f).apply(y))).apply(x), tensor(0.5 + Math.log(4) / 4, 0, -2));
        close(vmap(grad(grad(f))).apply(tensor(0.0, -1)), tensor(2.0, 2));
    }

    @Test
    void casesHaveNumbers() {
        List<Fn1<Tensor, Tensor>> cases = List.of(x -> x.mul(2), x -> sin(x), x -> x.neg());
        Fn2<Tensor, Tensor, Tensor> f = (x, i) -> switchCase(i, x, cases);
        for (int i = 0; i < 3; i++) {
            close(f.apply(number(0.5), reshape(tensor(i))), cases.get(i).apply(number(0.5)));
            close(jit(grad(f)).apply(number(0.5), reshape(tensor(i))), grad(cases.get(i)).apply(number(0.5)));
        }
        close(vmap(f).apply(tensor(1.0, 2, 3), tensor(2, 0, 1)), tensor(-1.0, 4, Math.sin(3)));
        assertThatThrownBy(() -> f.apply(number(1), reshape(tensor(3)))).isInstanceOf(NumericsException.class)
                .hasMessageContaining("number 3").hasMessageContaining("from 0 to 2");
        assertThatThrownBy(() -> vmap(f).apply(tensor(1.0, 2), tensor(0, -1))).isInstanceOf(NumericsException.class);
    }

    @Test
    void loopsAndChoicesNest() {
        Fn1<Tensor, Tensor> f = x -> fori(3, x, (i, a) -> whileLoop((Tensor y) -> abs(y).lt(2),
                y -> cond(y.gt(0), z -> z.mul(1.5).add(i.to(DType.FLOAT64)), z -> z.mul(1.25).sub(0.1), y), a)
                        .mul(0.25));
        for (double x : new double[] {0.3, -0.7, 1.9}) {
            double h = 1e-6;
            double slope = (f.apply(number(x + h)).item() - f.apply(number(x - h)).item()) / (2 * h);
            assertThat(grad(f).apply(number(x)).item()).isCloseTo(slope, org.assertj.core.data.Offset.offset(1e-6));
            close(jit(grad(f)).apply(number(x)), grad(f).apply(number(x)));
            close(jvp(f).apply(number(x), number(1)).tangent(), grad(f).apply(number(x)));
        }
        var many = tensor(0.3, -0.7, 1.9);
        close(select(vmap(grad(f)).apply(many), 0, 1), grad(f).apply(number(-0.7)));
        close(select(jit(vmap(grad(f))).apply(many), 0, 0), grad(f).apply(number(0.3)));
    }

    @Test
    void computedBoundsMakeALoopOfUnknownLength() {
        Fn2<Tensor, Tensor, Tensor> power = (x, n) -> fori(Loop.named("power"), scalar(0), n, onesLike(x),
                (i, p) -> p.mul(x));
        close(power.apply(number(1.5), reshape(tensor(4L))), number(Math.pow(1.5, 4)));
        close(jit(grad(power)).apply(number(1.5), reshape(tensor(4L))), number(4 * Math.pow(1.5, 3)));
        close(vmap(grad(power)).apply(tensor(2.0, 3, 5), tensor(3L, 0, 1)), tensor(12.0, 0, 1));
    }

    @Test
    void mapsRowsOneByOneAndInChunks() {
        var x = rows(7);
        for (long chunk : new long[] {1, 3, 7, 9}) {
            close(map(chunk, (Tensor r) -> sum(square(r)), x), sum(square(x), 1));
            close(grad((Tensor y) -> sum(map(chunk, (Tensor r) -> sum(square(r)), y))).apply(x), x.mul(2));
        }
        close(map((Tensor r) -> sum(square(r)), x), sum(square(x), 1));
    }

    @Test
    void associativeScansAreRunningResults() {
        for (int n = 1; n < 18; n++) {
            var x = sin(arange(n, DType.FLOAT64));
            close(associativeScan((a, b) -> a.add(b), x), cumsum(x, 0));
            close(associativeScan((a, b) -> a.add(b), x, 0, true), flip(cumsum(flip(x, 0), 0), 0));
        }
        var m = rows(6);
        close(associativeScan((a, b) -> a.mul(b), m, 1, false), cumprod(m, 1));
        Fn1<Tensor, Tensor> f = x -> sum(square(associativeScan((a, b) -> a.mul(b), x, 0, false)));
        close(grad(f).apply(W), grad((Tensor x) -> sum(square(cumprod(x, 0)))).apply(W));
        Fn2<State, State, State> affine = (a, b) -> new State(a.position().mul(b.position()),
                a.velocity().mul(b.position()).add(b.velocity()));
        var out = associativeScan(affine, new State(tensor(0.5, 2, 3), tensor(1.0, -1, 4)));
        close(out.velocity(), tensor(1.0, 1, 7));
    }

    @Test
    void carriesAreStructures() {
        var start = Map.of("s", new State(W, number(0)));
        var end = fori(4, start, (i, m) -> Map.of("s", new State(m.get("s").position().mul(2),
                m.get("s").velocity().add(sum(m.get("s").position())))));
        close(end.get("s").position(), W.mul(16));
        close(end.get("s").velocity(), sum(W).mul(15));
        var out = scan(3, (List<Tensor> c) -> new Carried<>(List.of(c.get(1), c.get(0)), c), List.of(W, W.mul(2)));
        close(select(out.out().get(0), 0, 1), W.mul(2));
    }

    @Test
    void aCarryThatChangesItsTypeIsNamedWithItsPathAndTheLine() {
        assertThatThrownBy(() -> whileLoop(Loop.named("fall"), (State s) -> sum(s.position()).lt(5),
                s -> new State(s.position().add(s.velocity()),
                        s.velocity().to(DType.FLOAT32)), new State(W, W)))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("run loop fall").hasMessageContaining("state.velocity")
                .hasMessageContaining("f64[3] before").hasMessageContaining("f32[3] after")
                .hasMessageContaining("ControlTest.java:").hasMessageContaining("state.velocity.to(DType.FLOAT64)");
        assertThatThrownBy(() -> fori(3, new State(W, W), (i, s) -> new State(s.position(), sum(s.velocity()))))
                .isInstanceOf(ShapeException.class).hasMessageContaining("state.velocity")
                .hasMessageContaining("f64[3] before").hasMessageContaining("f64[] after")
                .hasMessageContaining("ControlTest.java:");
        assertThatThrownBy(() -> fori(3, List.of(W), (i, s) -> List.of(s.get(0), s.get(0))))
                .isInstanceOf(StructureException.class).hasMessageContaining("fori");
        assertThatThrownBy(() -> whileLoop((Tensor x) -> x.gt(0), x -> x, W)).isInstanceOf(DTypeException.class)
                .hasMessageContaining("bool[3]").hasMessageContaining("all(...)");
        assertThatThrownBy(() -> scan((Tensor c, Tensor x) -> new Carried<>(c, x), W, null))
                .isInstanceOf(ShapeException.class).hasMessageContaining("Loop.times");
        assertThatThrownBy(() -> cond(W, () -> W, () -> W)).isInstanceOf(DTypeException.class)
                .hasMessageContaining("where(");
    }

    @Test
    void anErrorInAnIterationHasTheUsersLine() {
        assertThatThrownBy(() -> fori(5, number(0),
                (i, x) -> x.add(sum(dynamicSlice(W, 0, i, 1)))))
                .isInstanceOf(NumericsException.class).hasMessageContaining("ControlTest.java:")
                .hasMessageContaining("start 3");
    }

    @Test
    void integersAndBoolsTravelInCarries() {
        record Search(Tensor low, Tensor high, Tensor done) {
        }
        var found = whileLoop((Search s) -> not(s.done()), s -> {
            var middle = s.low().add(s.high()).div(2);
            var above = middle.mul(middle).gt(scalar(1000));
            var low = where(above, s.low(), middle);
            var high = where(above, middle, s.high());
            return new Search(low, high, le(high.sub(low), scalar(1)));
        }, new Search(reshape(tensor(0L)), reshape(tensor(1000L)), reshape(tensor(false))));
        assertThat(found.low().item()).isEqualTo(31);
    }

    @Test
    void zeroIterations() {
        Fn1<Tensor, Tensor> f = x -> sum(fori(0, x.mul(2), (i, c) -> c.mul(c)));
        close(grad(f).apply(W), fullLike(W, 2));
        var out = scan(0, (Tensor c) -> new Carried<>(c, c), W);
        assertThat(out.out().type()).isEqualTo(TensorType.of(DType.FLOAT64, 0, 3));
        var list = new ArrayList<Tensor>();
        list.add(whileLoop((Tensor x) -> sum(x).gt(100), x -> x.mul(2), W));
        close(list.getFirst(), W);
    }
}
