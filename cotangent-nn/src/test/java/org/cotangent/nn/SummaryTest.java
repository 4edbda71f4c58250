package org.cotangent.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Window;
import org.cotangent.nn.optim.Adam;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void countsAreExact() {
        var key = Ops.key(1);
        var model = Sequential.of(Convolution.of(key, 1, 4, Window.VALID, 3, 3), Activation.RELU, new Flatten(),
                Dense.of(key, 4 * 6 * 6, 10));
        var s = Summary.of(model, Selection.under("layers[3]")).with(model::apply, Ops.zeros(2, 1, 8, 8));
        assertThat(s.count()).isEqualTo(4 * 9 + 4 + 144 * 10 + 10);
        assertThat(s.bytes()).isEqualTo(4 * s.count());
        assertThat(s.trained()).isEqualTo(1450);
        assertThat(s.flops()).isEqualTo(2L * 2 * 4 * 36 * 9 + 2L * 2 * 144 * 10);
        assertThat(s.toString()).contains("layers[3].weight", "f32[144,10]", "1,440", "frozen", "flops");
    }

    @Test
    void callsAndStatesCount() {
        var model = Dense.of(Ops.key(1), 3, 5);
        var inner = org.cotangent.Transforms.jit(model);
        var s = Summary.of(List.of(model, Adam.of(1).start(model))).with(x -> inner.apply(x), Ops.zeros(7, 3));
        assertThat(s.flops()).isEqualTo(2L * 7 * 3 * 5);
        assertThat(s.trained()).isEqualTo(20);
        assertThat(s.count()).isEqualTo(61);
    }
}
