package org.cotangent.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cotangent.core.Ops;
import org.junit.jupiter.api.Test;

class AveragesTest {
    @Test
    void anAverageOfParameters() {
        var average = MovingAverage.of(List.of(Ops.tensor(0.0)), 0.5);
        average = average.next(List.of(Ops.tensor(8.0)));
        assertThat(average.average().getFirst().item()).isCloseTo(8, within(1e-14));
        average = average.next(List.of(Ops.tensor(2.0)));
        assertThat(average.average().getFirst().item()).isCloseTo((0.25 * 8 + 0.5 * 2) / 0.75, within(1e-14));
    }

    @Test
    void aFactorGrowsAndShrinks() {
        var yes = Ops.tensor(true).reshape();
        var no = Ops.tensor(false).reshape();
        var s = LossScale.of(8, 2);
        assertThat(s.next(yes).factor().item()).isEqualTo(8);
        assertThat(s.next(yes).next(yes).factor().item()).isEqualTo(16);
        assertThat(s.next(yes).next(no).next(yes).factor().item()).isEqualTo(4);
        assertThat(s.next(no).next(no).next(no).next(no).factor().item()).isEqualTo(1);
    }
}
