package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.assertj.core.data.Offset;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.op.Dot;
import org.cotangent.op.Scan;
import org.junit.jupiter.api.Test;

/// Products before loops and sums behind them.
class LoopPartsTest {
    record Cell(Tensor w, Tensor u, Tensor b) {
    }

    private static Tensor ramp(double scale, long... shape) {
        int n = 1;
        for (long s : shape) {
            n *= (int) s;
        }
        var all = new double[n];
        for (int i = 0; i < n; i++) {
            all[i] = scale * ((i * 37 % 41) / 20.0 - 1);
        }
        return tensor(all).reshape(shape);
    }

    private static final Cell CELL = new Cell(ramp(0.3, 6, 5), ramp(0.2, 6, 6), ramp(0.1, 6));
    private static final Tensor XS = ramp(1, 9, 4, 5);

    private static Tensor start() {
        return convert(zeros(4, 6), DType.FLOAT64);
    }

    private static Tensor loss(Cell c, Tensor xs, Loop loop) {
        var last = Control.scan(loop, (Tensor h, Tensor x) -> new Carried<>(
            tanh(x.matmul(transpose(c.w)).add(h.matmul(transpose(c.u))).add(c.b)), h), start(), xs);
        return sum(square(last.carry())).add(sum(last.out()));
    }

    private static List<Scan> loops(Graph g) {
        return g.equations().stream().filter(e -> e.op() instanceof Scan).map(e -> (Scan) e.op()).toList();
    }

    private static long products(Graph g) {
        return g.equations().stream().filter(e -> e.op() instanceof Dot).count();
    }

    private static void gradients(Loop loop) {
        Fn2<Cell, Tensor, Tensor> f = (c, xs) -> loss(c, xs, loop);
        var step = jit(valueAndGrad(f));
        var g = ((JitFn) step).graphFor(CELL, XS);
        var passes = ((JitFn) step).passesFor(CELL, XS);
        assertThat(passes.stream().filter(p -> p.name().equals("loops")).findFirst().orElseThrow().rewrites())
            .extracting(Rewrite::rule)
            .containsExactlyInAnyOrder("products_before_loop", "sums_behind_loop");
        assertThat(loops(g)).hasSize(2).allMatch(s -> products(s.body()) == 1);
        assertThat(loops(g).getLast().carries()).isEqualTo(1);
        assertThat(products(g)).isEqualTo(3);
        var want = valueAndGrad(f).apply(CELL, XS);
        for (boolean compiled : new boolean[] {false, true}) {
            if (compiled) {
                step.compileNow();
            }
            var got = step.apply(CELL, XS);
            assertThat(got.value().item()).isCloseTo(want.value().item(), Offset.offset(1e-12));
            close(got.gradient().w, want.gradient().w);
            close(got.gradient().u, want.gradient().u);
            close(got.gradient().b, want.gradient().b);
        }
    }

    private static void close(Tensor got, Tensor want) {
        assertThat(got.toDoubleArray()).containsExactly(want.toDoubleArray(), Offset.offset(1e-12));
    }

    @Test
    void weightsAreMultipliedOutsideTheLoop() {
        gradients(Loop.named("cell"));
    }

    @Test
    void alsoOfALoopThatGoesBackwards() {
        gradients(Loop.named("cell").reversed());
    }

    @Test
    void aSumThatTheLoopLooksAtStays() {
        Fn2<Tensor, Tensor, Tensor> f = (w, xs) -> sum(Control.scan((Tensor s, Tensor x) ->
            new Carried<>(s.add(tanh(x.matmul(w))), s.mul(0.5)), convert(zeros(4, 6),
                DType.FLOAT64), xs).out());
        var w = ramp(0.3, 5, 6);
        var step = jit(f);
        var g = ((JitFn) step).graphFor(w, XS);
        assertThat(loops(g)).hasSize(1).allMatch(s -> s.carries() == 1 && products(s.body()) == 0);
        close(step.apply(w, XS), f.apply(w, XS));
    }

    @Test
    void rewritesOfLoopsAreReplayedOneAtATime() {
        Fn2<Cell, Tensor, Tensor> f = (c, xs) -> loss(c, xs, Loop.named("cell"));
        var step = (JitFn) jit(grad(f));
        int all = step.passesFor(CELL, XS).stream().filter(p -> !p.name().equals("tidy"))
            .mapToInt(p -> p.rewrites().size()).sum();
        assertThat(products(step.programAfter(all, CELL, XS))).isEqualTo(3);
        assertThat(products(step.programAfter(all - 1, CELL, XS))).isLessThan(3);
    }
}
