package org.cotangent.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a later loop computes once more instead of reading it.
class RecomputeTest {
    private static final Fn1<List<Tensor>, Tensor> LOSS = p -> sum(square(
            geluTanh(p.get(0).matmul(p.get(1)).add(p.get(2))).matmul(p.get(3))));
    private static final Fn1<List<Tensor>, List<Tensor>> STEP = p -> grad(LOSS).apply(p);

    private static List<Tensor> arguments(long n, long in, long mid, long out) {
        return List.of(wave(n, in), wave(in, mid), wave(mid), wave(mid, out));
    }

    private static Tensor wave(long... sizes) {
        return sin(arange(Shape.of(sizes).count(), DType.FLOAT32).mul(0.7)).mul(3).reshape(sizes);
    }

    @Test
    void anActivationKeepsNothingButWhatItReads() {
        var s = Schedule.of(jit(STEP).graphFor(arguments(64, 32, 48, 16)));
        var forward = s.steps().stream().filter(t -> t instanceof Fused f && f.count() == 64 * 48).findFirst()
            .orElseThrow();
        assertThat(forward.makes()).as(s.toString()).hasSize(1);
    }

    @Test
    void whatIsAResultIsReadNotMadeAgain() {
        var f = jit((List<Tensor> p) -> {
            var h = exp(p.get(0).matmul(p.get(1)));
            return List.of(h, sum(h.matmul(p.get(2)).mul(h)));
        });
        var graph = f.graphFor(List.of(wave(64, 64), wave(64, 64), wave(64, 64)));
        var lowered = Lower.lower(graph);
        assertThat(Recompute.of(lowered)).isSameAs(lowered);
    }

    @Test
    void dearValuesAreReadNotMadeAgain() {
        var f = jit((List<Tensor> p) -> {
            var h = digamma(p.get(0).matmul(p.get(1)));
            return sum(h.add(1).matmul(p.get(2)).mul(h.add(2)));
        });
        var lowered = Lower.lower(f.graphFor(List.of(wave(64, 64), wave(64, 64), wave(64, 64))));
        assertThat(Recompute.of(lowered)).isSameAs(lowered);
    }

    @ParameterizedTest
    @CsvSource({"64, 32, 48, 16", "7, 5, 13, 3", "1, 1, 1, 1", "0, 4, 5, 2", "33, 1, 17, 1"})
    void theNumbersAreTheSameToTheBit(long n, long in, long mid, long out) {
        var x = arguments(n, in, mid, out);
        var f = jit(STEP);
        var lowered = Lower.lower(f.graphFor(x));
        List<Concrete> operands = x.stream().map(Tensor::concrete).toList();
        var wanted = lowered.oneByOne(operands);
        f.compileNow();
        for (var results : List.of(Recompute.of(lowered).oneByOne(operands), f.apply(x))) {
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(bits(results.get(i))).as("gradient %s", i).isEqualTo(bits(wanted.get(i)));
            }
        }
    }

    private static List<Integer> bits(Tensor x) {
        var out = new ArrayList<Integer>();
        for (float v : x.toFloatArray()) {
            out.add(Float.floatToRawIntBits(v));
        }
        return out;
    }
}
