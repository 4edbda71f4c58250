package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.schedule.Fused;
import org.cotangent.schedule.Schedule;
import org.junit.jupiter.api.Test;

/// Parts of a larger value are made where they lie: concatenations, padding along the first axis.
class PlacedTest {
    private static Tensor ramp(DType dtype, long... shape) {
        long n = 1;
        for (long s : shape) {
            n *= s;
        }
        return sin(arange(n, DType.FLOAT64).mul(0.7).add(0.1)).to(dtype).reshape(shape);
    }

    /// Compiled against the reference evaluation, to the bit, three times (memory is used again); the number of steps.
    private static int steps(Fn1<Tensor, List<Tensor>> f, Tensor x) {
        var step = jit(f);
        var g = ((JitFn) step).graphFor(x);
        var want = g.evaluate(List.of((Concrete) x));
        step.compileNow();
        for (int run = 0; run < 3; run++) {
            var got = step.apply(x);
            for (int i = 0; i < got.size(); i++) {
                assertThat(got.get(i).toDoubleArray()).isEqualTo(want.get(i).toDoubleArray());
            }
        }
        return Schedule.of(g).steps().size();
    }

    @Test
    void partsOfAConcatenation() {
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (long[] shape : new long[][] {{1, 1}, {2, 3}, {3, 1}, {7, 17}, {32, 128}, {5, 4, 33}, {90, 401}}) {
                for (int axis = 0; axis < shape.length; axis++) {
                    int along = axis;
                    int n = steps(x -> List.of(concat(along, sin(x), x.mul(2), exp(x).add(x)), x.add(1)),
                        ramp(dtype, shape));
                    assertThat(n).isLessThanOrEqualTo(shape[shape.length - 1] > 1 ? 1 : 5);
                }
            }
        }
    }

    @Test
    void onePartTwiceAndReadElsewhere() {
        assertThat(steps(x -> {
            var y = tanh(x);
            return List.of(concat(1, y, y, x.add(y)), y.mul(3), sum(y));
        }, ramp(DType.FLOAT32, 13, 40))).isEqualTo(1);
    }

    @Test
    void rowsThatAreSummedToo() {
        steps(x -> {
            var y = exp(x);
            return List.of(concat(1, y, softmax(y, 1)), sum(y, 1), concat(0, y.mul(2), y));
        }, ramp(DType.FLOAT64, 9, 21));
        steps(x -> List.of(sum(concat(1, exp(x), x.mul(2)), 1), sum(concat(0, exp(x), x.mul(2)))),
            ramp(DType.FLOAT64, 9, 21));
    }

    @Test
    void padding() {
        for (long[] shape : new long[][] {{2}, {999}, {20_001}, {4, 5}, {37, 300}}) {
            var low = new long[shape.length];
            var high = new long[shape.length];
            low[0] = 3;
            assertThat(steps(x -> List.of(pad(x.mul(2), low, high, 1.5), sum(x.mul(2))), ramp(DType.FLOAT64, shape)))
                .isEqualTo(1);
            assertThat(steps(x -> List.of(pad(x.mul(2), low, high, 1.5).add(pad(exp(x), high, low, 0))),
                ramp(DType.FLOAT32, shape))).isEqualTo(2);
        }
    }

    @Test
    void paddingOnAllSidesIsAStepByItself() {
        assertThat(steps(x -> List.of(pad(x.mul(2), new long[] {1, 1}, new long[] {0, 2}, 0)),
            ramp(DType.FLOAT64, 6, 7))).isEqualTo(2);
    }

    @Test
    void largePartsAreSharedByThreads() {
        assertThat(steps(x -> List.of(concat(0, exp(x), sin(x)), concat(1, exp(x), sin(x))),
            ramp(DType.FLOAT32, 600, 500))).isEqualTo(1);
        var s = Schedule.of(((JitFn) jit((Tensor x) -> concat(1, exp(x), sin(x)))).graphFor(ramp(DType.FLOAT32, 8, 8)));
        assertThat(s.steps()).singleElement().isInstanceOf(Fused.class);
    }
}
