package org.cotangent.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.Carried;
import org.cotangent.Control;
import org.cotangent.Loop;
import org.cotangent.TensorFn;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;
import org.junit.jupiter.api.Test;

/// Where something begins inside loops, choices and calls: the iteration, the node, the element, the line.
class LoopsTest {
    private static int line;

    private static List<Finding> explain(TensorFn f, Tensor x) {
        return Explain.of(f, x);
    }

    private static Tensor one(double v) {
        return reshape(tensor(v));
    }

    private static Tensor onesOf(long n) {
        return convert(ones(n), DType.FLOAT64);
    }

    private static <T> T here(T t) {
        line = StackWalker.getInstance().walk(s -> s.skip(1).findFirst()).orElseThrow().getLineNumber();
        return t;
    }

    private static Finding only(List<Finding> all, Kind kind, Direction direction) {
        assertThat(all).as(all.toString()).filteredOn(f -> f.kind() == kind && f.direction() == direction).hasSize(1);
        return all.stream().filter(f -> f.kind() == kind && f.direction() == direction).findFirst().orElseThrow();
    }

    @Test
    void aNanInAScanHasItsIterationElementAndLine() {
        var found = explain(x -> sum(Control.fori(20, x, (i, c) -> here(sqrt(c.sub(1))))), tensor(100.0, 1e30, 4));
        var f = only(found, Kind.NAN, Direction.FORWARD);
        assertThat(f.iteration()).isEqualTo(2);
        assertThat(f.line().line()).isEqualTo(line);
        assertThat(f.line().file()).isEqualTo("LoopsTest.java");
        assertThat(f.cause()).contains("sqrt of the negative number", "[2]");
        assertThat(f.within()).singleElement().satisfies(w -> {
            assertThat(w.of()).isEqualTo(20);
            assertThat(w.graph()).isEqualTo("fori");
        });
        assertThat(f.toString()).contains("iteration 2 of 20").contains("fori");
    }

    @Test
    void rowsOfAScanAndAReversedOne() {
        var rows = tensor(3.0, 2, 0, 5);
        TensorFn f = x -> Control.<Tensor, Tensor, Tensor>scan((c, r) -> new Carried<>(c.add(here(div(x, r))), c),
                scalar(0).mul(x), rows).carry();
        assertThat(only(explain(f, one(1.0)), Kind.INFINITY, Direction.FORWARD).iteration()).isEqualTo(2);
        TensorFn back = x -> Control.<Tensor, Tensor, Tensor>scan(Loop.named("back").reversed(),
                (c, r) -> new Carried<>(c.add(div(x, r)), c), scalar(0).mul(x), rows).carry();
        var found = only(explain(back, one(1.0)), Kind.INFINITY, Direction.FORWARD);
        assertThat(found.iteration()).isEqualTo(1);
        assertThat(found.within().getFirst().graph()).isEqualTo("back");
    }

    @Test
    void aWhileLoopThatOverflows() {
        var found = explain(x -> Control.<Tensor>whileLoop(c -> c.lt(1e300), c -> here(mul(c, c).mul(1e150)), x),
                one(10.0));
        var f = only(found, Kind.INFINITY, Direction.FORWARD);
        assertThat(f.iteration()).isEqualTo(1);
        assertThat(f.line().line()).isEqualTo(line);
    }

    @Test
    void aGradientThatIsSpoiltInALoop() {
        // The carry passes 0 in iteration 3, where the power's derivative is infinite; its value is fine.
        var found = explain(x -> Control.fori(6, x, (i, c) -> here(cbrt(c.sub(8)))), one(8.0));
        var f = only(found, Kind.INFINITY, Direction.BACKWARD);
        assertThat(f.iteration()).isZero();
        assertThat(f.cause()).contains("cbrt");
        assertThat(f.line().line()).isEqualTo(line);
    }

    @Test
    void aCarryWhoseCotangentVanishesOrExplodes() {
        var w = eye(3, DType.FLOAT64).mul(0.5);
        var gone = explain(x -> sum(Control.fori(60, x, (i, c) -> here(tanh(w.matmul(c))))), onesOf(3));
        var f = only(gone, Kind.VANISHING, Direction.BACKWARD);
        assertThat(f.cause()).contains("60 iterations of fori", "0.497");
        assertThat(f.line().line()).isEqualTo(line);
        var grown = explain(x -> sum(sin(Control.fori(40, x, (i, c) -> c.mul(3)))), onesOf(2).mul(1e-3));
        assertThat(only(grown, Kind.EXPLODING, Direction.BACKWARD).cause()).contains("larger by a factor of 1.2157");
        assertThat(explain(x -> sum(Control.fori(60, x, (i, c) -> tanh(c).add(c.mul(0.1)))), onesOf(3))).isEmpty();
    }

    @Test
    void onlySomeIterationsSaturate() {
        var found = explain(x -> Control.fori(30, x, (i, c) -> where(eq(i, scalar(17)), tanh(c.mul(20)), c.mul(0.99))),
                one(1.0));
        var f = found.getFirst();
        assertThat(f.iteration()).isEqualTo(17);
        assertThat(f.kind()).isIn(Kind.SATURATED, Kind.VANISHING);
    }

    @Test
    void aGradientThatStopsInALoop() {
        var f = only(explain(x -> Control.fori(5, x, (i, c) -> here(round(c)).mul(2)), one(1.25)), Kind.CAST,
                Direction.BACKWARD);
        assertThat(f.iteration()).isEqualTo(4);
        assertThat(f.cause()).contains("round");
        assertThat(f.line().line()).isEqualTo(line);
        var relu = explain(x -> sum(Control.fori(5, x, (i, c) -> relu(c.sub(10)))), onesOf(2));
        assertThat(relu.getFirst().kind()).isEqualTo(Kind.DEAD_RELU);
        var stopped = explain(x -> Control.fori(4, one(1.0), (i, c) -> c.add(stopGradient(x))), one(2.0));
        assertThat(stopped.getFirst().kind()).isEqualTo(Kind.STOPPED);
    }

    @Test
    void theBranchThatWasTaken() {
        TensorFn f = x -> Control.cond(x.gt(0), () -> here(log(x.sub(5))), () -> x.mul(2));
        assertThat(explain(f, one(-1.0))).isEmpty();
        var found = only(explain(f, one(1.0)), Kind.NAN, Direction.FORWARD);
        assertThat(found.iteration()).isEqualTo(-1);
        assertThat(found.line().line()).isEqualTo(line);
        assertThat(found.within()).hasSize(1);
    }

    @Test
    void loopsInLoopsAndCalls() {
        var inner = Transforms.jit((TensorFn) x -> Control.fori(3, x, (i, c) -> here(log(c))));
        var found = explain(x -> sum(Control.fori(4, x, (i, c) -> inner.apply(c).add(exp(exp(c).neg())))),
                tensor(20.0, 30));
        var f = only(found, Kind.NAN, Direction.FORWARD);
        assertThat(f.within().size()).isGreaterThanOrEqualTo(2);
        assertThat(f.cause()).contains("log of");
        assertThat(f.line().line()).isEqualTo(line);
    }

    @Test
    void bodiesRunStabilised() {
        // exp(c) alone would overflow in iteration 9: a loop's body is stabilised where it is written down.
        assertThat(explain(x -> Control.fori(12, x, (i, c) -> log(exp(c).add(1)).mul(2.1)), one(1.0)).stream()
                .filter(f -> f.kind() == Kind.INFINITY || f.kind() == Kind.NAN)).isEmpty();
    }

    @Test
    void whatJitRunsIsLookedAtToo() {
        TensorFn f = x -> log(exp(x).add(1)).add(log(x.sub(900)));
        assertThat(explain(f, one(800))).anyMatch(g -> g.cause().contains("exp(800)"));
        var left = Explain.compiled(f, one(800));
        assertThat(left).isNotEmpty().noneMatch(g -> g.cause().contains("exp(800)"))
                .anyMatch(g -> g.cause().contains("log of -100"));
    }

    @Test
    void definedByRunTheWayThatWasTakenIsLookedAt() {
        TensorFn f = x -> {
            var c = x;
            int steps = 0;
            while (c.item() > 0.5 && steps++ < 50) {
                c = c.item() > 3 ? c.mul(0.5) : here(log(c.sub(2.9)));
            }
            return c.mul(2);
        };
        assertThat(explain(f, one(0.25))).isEmpty();
        var found = only(explain(f, one(5)), Kind.NAN, Direction.FORWARD);
        assertThat(found.line().line()).isEqualTo(line);
        assertThat(found.cause()).contains("log of -0.3");
    }

    @Test
    void longLoopsAreGoneThroughWithBoundedMemory() {
        // 24 carries of 800 KB are more than is kept.
        var found = explain(x -> sum(Control.fori(24, x, (i, c) -> c.add(where(eq(i, scalar(17)), log(c.neg()), c
                .mul(1e-6))))), onesOf(100_000));
        assertThat(only(found, Kind.NAN, Direction.FORWARD).iteration()).isEqualTo(17);
    }
}
