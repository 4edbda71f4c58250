package org.cotangent.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Fn1;
import org.cotangent.Unused;
import org.cotangent.core.Tensor;
import org.cotangent.testkit.RandomLoops.Node;
import org.cotangent.testkit.RandomLoops.State;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RandomLoopsTest {
    private static final int BLOCKS = 12;
    private static final int BLOCK = 200;

    @TestFactory
    Stream<DynamicTest> loopsOfTheLanguageAreLoopsOfJava() {
        return IntStream.range(0, BLOCKS).mapToObj(b -> DynamicTest.dynamicTest("block " + b, () -> {
            for (int i = 0; i < BLOCK; i++) {
                long seed = 10_000L * b + i;
                check(seed, RandomLoops.draw(seed, i % 6 == 5 ? 3 : 1 + i % 2), i);
            }
        }));
    }

    private static void check(long seed, Node program, int i) {
        var x = new State(sin(tensor(1.0, 2, 3).add(seed)), reshape(tensor(Math.cos(seed))));
        var t = new State(tensor(0.3, -0.7, 0.4), reshape(tensor(0.6)));
        Fn1<State, Tensor> f = s -> RandomLoops.staged(program, s);
        Fn1<State, Tensor> j = s -> RandomLoops.java(program, s);
        var what = "seed " + seed + ": " + program;
        close(what, f.apply(x), j.apply(x));
        var g = grad(f, Unused.ZEROS);
        var want = grad(j, Unused.ZEROS).apply(x);
        close(what, g.apply(x), want);
        close(what, jvp(f).apply(x, t).tangent(), inner(want, t));
        if (i % 4 == 0) {
            close(what, jit(f).apply(x), j.apply(x));
            close(what, jit(g).apply(x), want);
        }
        if (i % 8 == 1) {
            Fn1<State, Tensor> second = s -> inner(grad(f, Unused.ZEROS).apply(s), t);
            Fn1<State, Tensor> wanted = s -> inner(grad(j, Unused.ZEROS).apply(s), t);
            close(what, grad(second, Unused.ZEROS).apply(x), grad(wanted, Unused.ZEROS).apply(x));
            close(what, jvp(g).apply(x, t).tangent(), grad(wanted, Unused.ZEROS).apply(x));
        }
        if (i % 8 == 2) {
            var y = new State(x.v().mul(-0.6), x.s().add(0.4));
            var both = new State(stack(0, x.v(), y.v()), stack(0, x.s(), y.s()));
            var all = vmap((State s) -> grad(f, Unused.ZEROS).apply(s)).apply(both);
            close(what, row(all, 0), want);
            close(what, row(all, 1), grad(j, Unused.ZEROS).apply(y));
            close(what, vmap(f).apply(both), stack(0, j.apply(x), j.apply(y)));
        }
    }

    private static State row(State all, int i) {
        return new State(select(all.v(), 0, i), select(all.s(), 0, i));
    }

    private static Tensor inner(State a, State b) {
        return sum(a.v().mul(b.v())).add(a.s().mul(b.s()));
    }

    private static void close(String what, State got, State want) {
        close(what, got.v(), want.v());
        close(what, got.s(), want.s());
    }

    private static void close(String what, Tensor got, Tensor want) {
        assertThat(allClose(got, want, 1e-9, 1e-10)).as(what + "\n" + got + " and " + want).isTrue();
    }
}
