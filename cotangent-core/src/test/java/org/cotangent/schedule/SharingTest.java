package org.cotangent.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Fn1;
import org.cotangent.core.Tensor;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneMath;
import org.cotangent.lane.LaneType;
import org.junit.jupiter.api.Test;

/// What operations of one kernel have in common is computed once.
class SharingTest {
    private static LaneCode code(UnaryOperator<Lane> f) {
        return LaneCode.of("f", List.of(LaneType.F32), List.of(f.apply(Lane.input(0, LaneType.F32))));
    }

    /// Lane operations of programs put together, as fused loops do it.
    private static int together(List<UnaryOperator<Lane>> functions) {
        var x = Lane.input(0, LaneType.F32);
        return LaneCode.of("f", List.of(LaneType.F32), functions.stream().map(f -> code(f).on(List.of(x)))
                .toList()).work();
    }

    @Test
    void tanhAndItsDerivativeShareTheirExponentialAndTheirQuotient() {
        int both = together(List.of(LaneMath::tanh, LaneMath::sechSquared));
        assertThat(both).isLessThan(code(LaneMath::tanh).work() + code(LaneMath::sechSquared).work() - 18);
    }

    @Test
    void logisticOfTheOppositeCostsThreeOperations() {
        UnaryOperator<Lane> other = x -> code(LaneMath::logistic).on(List.of(x.neg()));
        assertThat(together(List.of(LaneMath::logistic, other))).isEqualTo(code(LaneMath::logistic).work() + 3);
    }

    @Test
    void aLossOfThreeFunctionsAndItsGradientsAreOneKernel() {
        Fn1<List<Tensor>, Tensor> loss = p -> sum(tanh(p.get(1).mul(p.get(0)).add(p.get(2)))
                .mul(logistic(p.get(0))).add(exp(neg(p.get(0).mul(p.get(0))))));
        var x = zeros(5000);
        var s = Schedule.of(jit(valueAndGrad(loss)).graphFor(List.of(x, x, x)));
        assertThat(s.steps()).as(s.toString()).hasSize(1);
        var loops = ((Fused) s.steps().getFirst()).stages().stream().filter(l -> l instanceof Fused.Loop).toList();
        assertThat(loops).as(s.toString()).hasSize(1);
        assertThat(((Fused.Loop) loops.getFirst()).code().work()).isLessThanOrEqualTo(125);
    }
}
