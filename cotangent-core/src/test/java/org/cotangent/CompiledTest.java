package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// `jit` with its compiler: what a user sees of it.
class CompiledTest {
    private static Tensor ramp(int n) {
        var values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 17 / 8f - 1;
        }
        return tensor(values);
    }

    @Test
    void compilingChangesNoBit() {
        Fn1<Tensor, Tensor> f = x -> sum(softmax(sin(x).mul(x).reshape(50, 20), -1).mul(tanh(x).reshape(50, 20)));
        var step = jit(valueAndGrad(f));
        var before = step.apply(ramp(1000));
        step.compileNow();
        var after = step.apply(ramp(1000));
        assertThat(after.value().item()).isEqualTo(before.value().item());
        assertThat(after.gradient().toFloatArray()).isEqualTo(before.gradient().toFloatArray());
        assertThat(step.log()).anyMatch(line -> line.startsWith("compiled f:"));
    }

    @Test
    void programsTracedAfterwardsAreCompiledBeforeTheyRun() {
        var f = jit((Tensor x) -> exp(x).add(x));
        f.compileNow();
        f.apply(ramp(40));
        assertThat(f.log()).filteredOn(line -> line.startsWith("compiled")).hasSize(1);
    }

    @Test
    void equalProgramsAreCompiledOnce() {
        var f = jit((Tensor x) -> log1p(x.mul(x)).add(0.625));
        var g = jit((Tensor x) -> log1p(x.mul(x)).add(0.625));
        f.apply(ramp(30));
        f.compileNow();
        g.apply(ramp(30));
        assertThat(g.log()).anyMatch(line -> line.startsWith("compiled"));
    }

    @Test
    void aScheduleAPlanAndAProfileCanBeRead() {
        var f = jit((List<Tensor> p) -> {
            var h = tanh(p.get(0).matmul(p.get(1)).add(p.get(2)));
            return sum(h.matmul(p.get(1)).mul(h));
        });
        var p = List.of(ramp(160 * 160).reshape(160, 160), ramp(160 * 160).reshape(160, 160), ramp(160));
        assertThat(f.scheduleFor(p)).contains("loop [160, 160]").contains("Dot");
        assertThat(f.planFor(p)).containsPattern("f32\\[160,160], steps 1 to 3, .* @CompiledTest.java:\\d+, for @CompiledTest.java:\\d+");
        assertThat(f.profile(2, p)).contains("GB/s");
    }

    @Test
    void anErrorOfACompiledStepNamesTheUsersLine() {
        var f = jit((List<Tensor> p) -> p.get(0).div(p.get(1)).add(p.get(0)));
        f.compileNow();
        assertThatThrownBy(() -> f.apply(List.of(tensor(new int[] {1, 2}), tensor(new int[] {1, 0}))))
                .isInstanceOf(NumericsException.class).hasMessageContaining("CompiledTest.java");
    }

    @Test
    void manyResultsOfOneOperandAreCutIntoKernels() {
        var f = jit((Tensor x) -> {
            List<Tensor> out = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                out.add(x.mul(i + 0.5));
            }
            return out;
        });
        f.compileNow();
        var got = f.apply(ramp(100));
        assertThat(f.log()).anyMatch(line -> line.startsWith("compiled") && line.contains("1 steps"));
        assertThat(got.get(199).toFloatArray()).isEqualTo(ramp(100).mul(199.5).toFloatArray());
    }

    @Test
    void orderedHostCallsKeepTheirOrder() {
        var seen = new ArrayList<String>();
        var f = jit((Tensor x) -> {
            var first = hostCall("first", in -> {
                seen.add("first");
                return in;
            }, x.type(), cumsum(exp(x), 0));
            var second = hostCall("second", in -> {
                seen.add("second");
                return in;
            }, x.type(), x);
            return exp(x).add(first).add(second);
        });
        f.compileNow();
        f.apply(ramp(8));
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void batchedFunctionsCompile() {
        var f = jit((Tensor x) -> {
            var y = x;
            for (int i = 0; i < 3; i++) {
                y = vmap((Tensor row) -> softmax(row.mul(row), -1)).apply(y).add(y);
            }
            return y;
        });
        var x = ramp(640).reshape(20, 32);
        var before = f.apply(x);
        f.compileNow();
        assertThat(f.apply(x).toFloatArray()).isEqualTo(before.toFloatArray());
    }
}
