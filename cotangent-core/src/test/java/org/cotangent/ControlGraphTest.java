package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Control.*;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.cotangent.core.GraphException;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.graph.GraphJson;
import org.cotangent.graph.Parser;
import org.cotangent.graph.Pictures;
import org.cotangent.graph.Verifier;
import org.cotangent.op.Scan;
import org.cotangent.op.While;
import org.junit.jupiter.api.Test;

class ControlGraphTest {
    private static final Tensor W = tensor(0.3, -0.2, 0.5);
    private static final Fn1<Tensor, Tensor> LOOPS = w -> {
        var a = fori(Loop.named("grow"), 4, w, (i, x) -> sin(x).mul(exp(w)));
        var b = whileLoop(Loop.named("shrink"), (Tensor x) -> sum(abs(x)).gt(0.1), x -> x.mul(0.5), a);
        return cond(sum(b).gt(0), () -> sum(b), () -> sum(square(a)));
    };

    private static <O> O first(Graph g, Class<O> op) {
        return g.equations().stream().map(e -> e.op()).filter(op::isInstance).map(op::cast).findFirst().orElseThrow();
    }

    @Test
    void loopsArePrintedAndReadBack() {
        for (var g : List.of(jit(LOOPS).graphFor(W), jit(grad(LOOPS)).graphFor(W),
                jit(grad((Tensor w) -> sum(grad(LOOPS).apply(w)))).graphFor(W))) {
            Verifier.verify(g);
            var read = Parser.parse(g.toString());
            assertThat(read).isEqualTo(g);
            assertThat(read.toString()).isEqualTo(g.toString());
            assertThat(GraphJson.write(g)).contains("scan");
            assertThat(Pictures.dot(g)).contains("scan");
            assertThat(Pictures.mermaid(g)).contains("scan");
        }
        assertThat(jit(LOOPS).graphFor(W).toString()).contains("graph grow(", "graph shrink(", "length=4", "while[",
                "cond[", "ControlGraphTest.java:");
    }

    @Test
    void whatDoesNotChangeIsTakenOutOfLoops() {
        var g = jit(LOOPS).graphFor(W);
        assertThat(first(g, Scan.class).body().toString()).doesNotContain(" exp ").contains(" sin ");
        assertThat(g.equations().stream().map(e -> e.op().label())).contains("exp");
        var outOfTwo = jit((Tensor w) -> fori(3, w, (i, x) -> fori(3, x, (j, y) -> y.mul(exp(w)).add(cos(x)))))
                .graphFor(W);
        var outer = first(outOfTwo, Scan.class).body();
        assertThat(outOfTwo.equations().stream().map(e -> e.op().label())).contains("exp");
        assertThat(outer.equations().stream().map(e -> e.op().label())).contains("cos").doesNotContain("exp");
        assertThat(first(outer, Scan.class).body().toString()).doesNotContain(" cos ").doesNotContain(" exp ");
    }

    /// A loop that may not run must not fail on what it would have done.
    @Test
    void whatMayFailStaysInALoopThatMayNotRun() {
        var zero = tensor(0L);
        Fn1<Tensor, Tensor> f = x -> whileLoop((Tensor y) -> sum(y).gt(100),
                y -> y.add(tensor(1L).div(x)), tensor(1L));
        assertThat(f.apply(zero).item()).isEqualTo(1);
        assertThat(jit(f).apply(zero).item()).isEqualTo(1);
    }

    @Test
    void carriesAndRowsThatNobodyReadsAreTakenOut() {
        var g = jit((Tensor w) -> {
            var out = scan((List<Tensor> c, Tensor x) -> new Carried<>(
                    List.of(c.get(0).mul(x), sin(c.get(1)).add(c.get(0)), c.get(2).mul(2)), List.of(x, exp(x))),
                    List.of(sum(w), sum(w), w), w);
            return sum(out.carry().get(0)).add(sum(out.out().get(1)));
        }).graphFor(W);
        var scan = first(g, Scan.class);
        assertThat(scan.carries()).isEqualTo(1);
        assertThat(scan.body().results()).hasSize(2);
        assertThat(scan.body().toString()).doesNotContain(" sin ");
        var loop = first(jit((Tensor w) -> whileLoop((List<Tensor> c) -> sum(c.get(0)).lt(9),
                c -> List.of(c.get(0).mul(2), exp(c.get(1))), List.of(w, w)).getFirst()).graphFor(W), While.class);
        assertThat(loop.body().results()).hasSize(1);
    }

    @Test
    void stabilityRulesReachInside() {
        Fn1<Tensor, Tensor> f = x -> sum(fori(2, x, (i, y) -> log(exp(y).add(1))));
        var x = tensor(800.0);
        assertThat(jit(grad(f)).apply(x).item()).isEqualTo(1);
        assertThat(grad(f).apply(x).item()).isEqualTo(1);
        assertThat(jit(f).graphFor(x).toString()).contains("softplus");
    }

    @Test
    void whatAScanKeepsIsVisible() {
        Fn1<Keep, String> printed = keep -> jit(grad((Tensor w) -> sum(fori(Loop.named("s").keeping(keep), 12, w,
                (i, x) -> sin(x).mul(w))))).graphFor(W).toString();
        assertThat(printed.apply(Keep.ALL)).contains("kept=residuals").contains("f64[12,3]");
        assertThat(printed.apply(Keep.CARRIES)).contains("kept=carries");
        assertThat(printed.apply(Keep.every(4))).contains("s_chunk").contains("length=3").contains("length=4")
                .contains("f64[3,3]").doesNotContain("f64[12,3]");
    }

    @Test
    void aLoopSaysWhatItChoseFromItsBudget() {
        var said = new StringBuilder();
        var logger = Logger.getLogger("org.cotangent.loops");
        var before = logger.getLevel();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.append(record.getMessage()).append('\n');
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        logger.setLevel(Level.FINE);
        logger.addHandler(handler);
        try {
            grad((Tensor w) -> sum(fori(Loop.named("s").keeping(Keep.bytes(2000)), 400, w, (i, x) -> sin(x)))).apply(W);
            grad((Tensor w) -> sum(whileLoop(Loop.named("t").keeping(Keep.bytes(1000)),
                    (Tensor x) -> sum(abs(x)).gt(0.1), x -> sin(x).mul(0.99), w))).apply(W);
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(before);
        }
        assertThat(said.toString()).contains("loop s keeps").contains("every [20] iterations").contains("loop t,")
                .contains("2 levels of");
    }

    @Test
    void aTrueCycleIsRejectedWithItsNodesNamed() {
        assertThatThrownBy(() -> Parser.parse("graph f(x: f64[] input) -> f64[] { %0: f64[] = add x %1 "
                + "%1: f64[] = mul %0 x return %1 }")).isInstanceOf(GraphException.class)
                .hasMessageContaining("cycle").hasMessageContaining("%0").hasMessageContaining("%1");
    }
}
