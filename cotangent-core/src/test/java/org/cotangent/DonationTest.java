package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.DonatedException;
import org.cotangent.core.Host;
import org.cotangent.core.Tensor;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Donated arguments: the numbers stay what they would be, the memory is used again, and a touch says what happened.
class DonationTest {
    /// Bytes of objects that a step may make.
    private static final long FEW = 8192;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record State(List<Tensor> p, List<Tensor> m, Tensor loss) {
    }

    private static State train(State s, Tensor x, Tensor y) {
        var r = valueAndGrad((List<Tensor> p) -> {
            var h = tanh(x.matmul(p.get(0)).add(p.get(1)));
            return mean(square(h.matmul(p.get(2)).sub(y)));
        }).apply(s.p);
        var m = new ArrayList<Tensor>();
        var p = new ArrayList<Tensor>();
        for (int i = 0; i < s.p.size(); i++) {
            m.add(s.m.get(i).mul(0.9).add(r.gradient().get(i)));
            p.add(s.p.get(i).sub(m.get(i).mul(0.05)));
        }
        return new State(p, m, r.value());
    }

    private static Tensor ramp(long rows, long columns) {
        return sin(arange(rows * columns, DType.FLOAT32)).reshape(rows, columns);
    }

    private static State start(int width) {
        var zero = zeros(8, width);
        return new State(List.of(ramp(8, width), zeros(width), ramp(width, 1)),
                List.of(zero.mul(0), zeros(width), zeros(width, 1)), zeros());
    }

    private static List<String> losses(JitFn.Three<State, Tensor, Tensor, State> f, int width) {
        var x = ramp(64, 8);
        var y = ramp(64, 1);
        var s = start(width);
        var out = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            s = f.apply(s, x, y);
            out.add(s.loss + " " + sum(s.p.get(0)));
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 4096})
    void numbersStayWhatTheyWere(int width) {
        var plain = jit(DonationTest::train);
        var donating = jit(DonationTest::train).donating(0);
        var want = losses(plain, width);
        assertThat(losses(donating, width)).isEqualTo(want);
        donating.compileNow();
        plain.compileNow();
        assertThat(losses(donating, width)).isEqualTo(losses(plain, width));
    }

    @Test
    void aDonatedTensorIsGone() {
        var f = jit((Tensor x) -> x.add(1)).donating(0);
        var x = tensor(1.0, 2);
        assertThat(f.apply(x).toString()).isEqualTo(tensor(2.0, 3).toString());
        assertThatThrownBy(() -> x.add(1)).isInstanceOf(DonatedException.class).hasMessageContaining("donated");
        assertThatThrownBy(() -> f.apply(x)).isInstanceOf(DonatedException.class);
        assertThatThrownBy(() -> jit((Tensor y) -> y).donating(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void memoryOfOthersIsLeftAlone() {
        var f = jit((List<Tensor> x) -> List.of(x.get(0).add(1), x.get(1))).donating(0);
        f.apply(List.of(tensor(1f), tensor(2f)));
        f.compileNow();
        var mine = new float[] {1, 2, 3};
        var seen = tensor(1f, 2, 3);
        var view = Host.segment(seen);
        var kept = tensor(7f, 8, 9);
        for (var x : List.of(Host.wrap(mine, 3), seen)) {
            assertThat(f.apply(List.of(x, kept)).get(1).toString()).isEqualTo(kept.toString());
        }
        for (int i = 0; i < 3; i++) {
            f.apply(List.of(tensor(50f, 50, 50), kept));
        }
        assertThat(mine).containsExactly(1, 2, 3);
        assertThat(view.get(java.lang.foreign.ValueLayout.JAVA_FLOAT, 4)).isEqualTo(2);
        assertThat(kept.toString()).isEqualTo(tensor(7f, 8, 9).toString());
    }

    @Test
    void whatOnlyPassesThroughLivesOn() {
        var captured = tensor(1f, 2);
        var f = jit((List<Tensor> s, Tensor y) -> List.of(s.get(0).add(1), captured, tensor(3f, 4), y,
                y.reshape(2, 1), s.get(0).reshape(2, 1), captured.mul(2))).donating(0);
        var y = tensor(5f, 6);
        for (int k = 0; k < 2; k++) {
            var s = f.apply(List.of(tensor(0f, 0)), y);
            for (int i = 1; i < 4; i++) {
                s = f.apply(List.of(s.get(0)), y);
                var other = jit((List<Tensor> all) -> all.get(1).add(all.get(2)).add(all.get(3))).donating(0);
                assertThat(other.apply(s).toString()).isEqualTo(tensor(9f, 12).toString());
                s = f.apply(List.of(tensor((float) i, i)), y);
                assertThat(s.get(5).toString()).isEqualTo(tensor((float) i, i).reshape(2, 1).toString());
            }
            f.compileNow();
        }
        assertThat(captured.toString()).isEqualTo(tensor(1f, 2).toString());
    }

    @Test
    void oneTensorInTwoPlacesIsDonatedOnce() {
        var f = jit((List<Tensor> x) -> List.of(x.get(0).add(1), x.get(1).add(2))).donating(0);
        f.apply(List.of(tensor(0f), tensor(0f)));
        f.compileNow();
        var both = tensor(5f);
        var out = f.apply(List.of(both, both));
        for (int i = 0; i < 3; i++) {
            assertThat(out.get(0).item()).isEqualTo(6 + i);
            assertThat(out.get(1).item()).isEqualTo(7 + 2 * i);
            out = f.apply(out);
        }
    }

    /// In a JVM of its own: where thousands of tests have run, the JIT has seen the kernels do other things.
    @Test
    void steadyTrainingMakesNoStorageAndFewObjects(@TempDir Path folder) throws Exception {
        assertThat(Long.parseLong(FreshProcess.main(folder, DonationTest.class).strip())).isLessThan(FEW);
    }

    /// Prints the bytes of objects that a step of training makes when all is compiled.
    public static void main(String[] arguments) {
        var f = jit(DonationTest::train).donating(0);
        var x = ramp(64, 8);
        var y = ramp(64, 1);
        var s = f.apply(start(32), x, y);
        f.compileNow();
        long least = Long.MAX_VALUE;
        // Until the shipped kernels for sums are compiled, which happens behind the caller's back.
        long end = System.nanoTime() + 30_000_000_000L;
        while (least >= FEW && System.nanoTime() < end) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200; i++) {
                s = f.apply(s, x, y);
            }
            least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / 200);
        }
        IO.println(least);
    }

    @Test
    void largeStateTakesTurnsInTheSameMemory() {
        var f = jit((List<Tensor> x) -> List.of(x.get(0).mul(0.5), x.get(1).add(1))).donating(0);
        var s = f.apply(List.of(ones(1 << 18), zeros(1 << 18)));
        f.compileNow();
        for (int i = 0; i < 4; i++) {
            s = f.apply(s);
        }
        long before = Storage.use().footprint();
        for (int i = 0; i < 200; i++) {
            s = f.apply(s);
        }
        assertThat(Storage.use().footprint()).isEqualTo(before);
        assertThat(slice(s.get(1), 0, 0, 1).item()).isEqualTo(205);
    }
}
