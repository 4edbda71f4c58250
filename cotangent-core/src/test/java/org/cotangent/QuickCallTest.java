package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// Calls that know their program again: they tell all that matters apart, and cost little.
class QuickCallTest {
    private record Layer(Tensor w, Tensor b, double rate) {
    }

    private record Mixed(List<Layer> layers, Map<String, Tensor> named, String text) {
    }

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Mixed mixed(double rate, double x, String key) {
        return new Mixed(List.of(new Layer(tensor(x, 2), tensor(1.0, 1), rate), new Layer(tensor(x), null, 1)),
                Map.of("b", tensor(3.0, x), key, tensor(x, x, x)), "text");
    }

    @Test
    void nestedArgumentsGiveNestedResultsAgainAndAgain() {
        var f = jit((Mixed m) -> new Mixed(m.layers.stream().map(l -> new Layer(l.w.mul(l.rate), l.b, l.rate)).toList(),
                Map.of("sum", sum(m.named.get("b"))), m.text));
        for (int i = 1; i < 5; i++) {
            var out = f.apply(mixed(3, i, "a"));
            assertThat(out.layers.get(0).w.toString()).isEqualTo(tensor(3.0 * i, 6).toString());
            assertThat(out.layers.get(1).b).isNull();
            assertThat(out.named.get("sum").item()).isEqualTo(3 + i);
            assertThat(out.text).isEqualTo("text");
        }
        assertThat(f.log()).filteredOn(l -> l.startsWith("traced")).hasSize(1);
    }

    @Test
    void otherNumbersKeysSizesAndTypesAreOtherPrograms() {
        var f = jit((Mixed m) -> sum(m.layers.get(0).w.mul(m.layers.get(0).rate)));
        for (int i = 0; i < 2; i++) {
            assertThat(f.apply(mixed(1, 1, "a")).item()).isEqualTo(3);
            assertThat(f.apply(mixed(2, 1, "a")).item()).isEqualTo(6);
            assertThat(f.apply(mixed(2, 1, "c")).item()).isEqualTo(6);
        }
        assertThat(f.log()).filteredOn(l -> l.startsWith("traced")).hasSize(3);
        var g = jit((List<Tensor> x) -> x.getLast().add(1));
        assertThat(g.apply(List.of(tensor(1.0))).type().dtype()).isEqualTo(DType.FLOAT64);
        assertThat(g.apply(List.of(tensor(1f))).type().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(g.apply(List.of(tensor(1f), tensor(1f, 2))).size(0)).isEqualTo(2);
        assertThat(g.apply(List.of(tensor(1.0))).type().dtype()).isEqualTo(DType.FLOAT64);
    }

    @Test
    void transformsStillSeeCalls() {
        var f = jit((Tensor x) -> x.mul(x).mul(x));
        f.apply(tensor(2.0));
        f.apply(tensor(2.0));
        assertThat(grad((Tensor x) -> sum(f.apply(x))).apply(tensor(2.0)).item()).isEqualTo(12);
        assertThat(jit((Tensor x) -> f.apply(x).add(f.apply(tensor(1.0)))).apply(tensor(3.0)).item()).isEqualTo(28);
    }

    @Test
    void aCallMakesLittleMoreThanItsResult() {
        var f = jit((List<Tensor> x) -> exp(x.get(0)).mul(x.get(1)));
        var x = List.of(zeros(1000), ones(1000));
        f.compileNow();
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + 30_000_000_000L;
        while (least > 5000 && System.nanoTime() < end) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200; i++) {
                f.apply(x);
            }
            least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / 200);
        }
        assertThat(least).isBetween(4000L, 5000L);
    }
}
