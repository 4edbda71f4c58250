package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.assertj.core.data.Offset;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.op.Dot;
import org.junit.jupiter.api.Test;

/// Products whose batch axes do not lie at even distances, such as the heads of attention, against the plain meaning.
class BatchAxesTest {
    private static Concrete ramp(long... shape) {
        int n = 1;
        for (long s : shape) {
            n *= (int) s;
        }
        var all = new float[n];
        for (int i = 0; i < n; i++) {
            all[i] = (i * 37 % 41) / 20f - 1;
        }
        return (Concrete) tensor(all).reshape(shape);
    }

    private static void check(Dot op, Concrete x, Concrete y) {
        var types = op.typeOf(List.of(x.type(), y.type()));
        Tensor got = Dispatch.bind(op, x, y);
        var want = op.evaluate(List.of(x, y), types).getFirst();
        assertThat(got.shape()).isEqualTo(want.shape());
        assertThat(got.toFloatArray()).containsExactly(want.toFloatArray(), Offset.offset(1e-3f));
    }

    @Test
    void headsAreMultipliedWhereTheyLie() {
        var heads = List.of(0, 2);
        for (long batch : new long[] {2, 9}) {
            check(new Dot(List.of(3), List.of(3), heads, heads), ramp(batch, 17, 5, 12), ramp(batch, 19, 5, 12));
            check(new Dot(List.of(3), List.of(1), List.of(0, 1), heads), ramp(batch, 5, 17, 19),
                ramp(batch, 19, 5, 12));
            check(new Dot(List.of(1), List.of(2), heads, List.of(0, 1)), ramp(batch, 17, 5, 12),
                ramp(batch, 5, 17, 19));
        }
    }

    @Test
    void axesThatInterleaveInSeveralWays() {
        check(new Dot(List.of(4), List.of(4), List.of(0, 1, 3), List.of(0, 1, 3)), ramp(3, 2, 5, 4, 6),
            ramp(3, 2, 7, 4, 6));
        check(new Dot(List.of(4), List.of(4), List.of(3, 1, 0), List.of(3, 1, 0)), ramp(3, 2, 5, 4, 6),
            ramp(3, 2, 7, 4, 6));
        check(new Dot(List.of(1, 3), List.of(0, 2), List.of(2), List.of(1)), ramp(3, 2, 5, 4), ramp(2, 5, 4, 6));
    }
}
