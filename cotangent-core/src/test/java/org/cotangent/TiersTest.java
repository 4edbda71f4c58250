package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.jit;
import static org.cotangent.core.Ops.*;

import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The report of a program's way to compiled code.
class TiersTest {
    @Test
    void aHotProgramSaysWhenItsCompiledCodeTookOver() throws InterruptedException {
        Assumptions.assumeTrue(System.getProperty("cotangent.compile", "lazy").equals("lazy"));
        var f = jit((Tensor x) -> sum(tanh(x).mul(x).add(0.1234567)));
        var x = ones(50_000);
        f.apply(x);
        var first = f.tiersFor(x);
        assertThat(first.traceSeconds()).isPositive();
        assertThat(first.firstSeconds()).isPositive();
        long until = System.nanoTime() + 60_000_000_000L;
        while (!f.tiersFor(x).isCompiled() && System.nanoTime() < until) {
            f.apply(x);
        }
        var last = f.tiersFor(x);
        assertThat(last.isCompiled()).isTrue();
        assertThat(last.calls()).isPositive();
        assertThat(last.readySeconds()).isGreaterThan(last.firstSeconds());
        while (f.log().size() < 3 && System.nanoTime() < until) {
            Thread.sleep(5);
        }
        assertThat(f.log().getLast()).startsWith("steady").contains("the first run took");
    }

    @Test
    void whatIsCompiledFirstHasNoSlowRuns() {
        var f = jit((Tensor x) -> sum(tanh(x).mul(x).add(0.7654321)));
        var x = ones(100);
        f.compileNow();
        f.apply(x);
        assertThat(f.tiersFor(x).calls()).isZero();
        assertThat(f.tiersFor(x).firstSeconds()).isZero();
    }
}
