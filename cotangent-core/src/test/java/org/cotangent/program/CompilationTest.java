package org.cotangent.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.RematReport;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Role;
import org.junit.jupiter.api.Test;

class CompilationTest {
    private static Graph graph(String text, long[]... shapes) {
        var types = Arrays.stream(shapes).map(s -> TensorType.of(DType.FLOAT64, s)).toList();
        return Program.parse(text).stage(types, types.stream().map(t -> Role.PARAM).toList(), DType.FLOAT64).graph();
    }

    @Test
    void whateverBecomesOfAnEquationBearsItsNumber() {
        var c = Compilation.withGradient(graph("u = exp(x); L = log(1 + u)", new long[0]), List.of(0));
        assertThat(c.passes().stream().map(p -> p.name()).toList())
                .containsExactly("stabilize", "differentiate", "stabilize", "simplify");
        var rewrite = c.passes().getFirst().rewrites().getFirst();
        assertThat(rewrite.rule()).isEqualTo("softplus");
        assertThat(Origins.of(rewrite.line())).isEqualTo(2);
        assertThat(c.text(c.program())).contains("softplus x @program:1:17").contains("logistic x @program:1:17");
        assertThat(c.steps()).allMatch(s -> s.origins().equals(Set.of(2)));
    }

    @Test
    void whatTheWayBackNeedsIsKeptBecauseOfTheOperationThatNeedsIt() {
        var c = Compilation.withGradient(graph("h = W@x; L = sum(tanh(h)*h)", new long[] {64, 32}, new long[] {32}),
                List.of(0, 1));
        assertThat(c.values()).anyMatch(v -> v.from() < 0 && v.isResidual() && v.neededBy().contains(0));
        assertThat(c.steps()).anyMatch(CompiledStep::backward).anyMatch(s -> !s.backward());
        assertThat(c.peak()).isGreaterThanOrEqualTo(64 * 32 * 8);
        long[] times = c.times(List.of(Ops.convert(Ops.ones(64, 32), DType.FLOAT64).concrete(),
                Ops.convert(Ops.ones(32), DType.FLOAT64).concrete()), 2);
        assertThat(times).hasSameSizeAs(c.steps().toArray()).doesNotContain(Long.MAX_VALUE);
    }

    @Test
    void aGraphsBudgetTradesMemoryForWork() {
        var text = new StringBuilder("h0 = x\n");
        for (int i = 1; i <= 12; i++) {
            text.append("h%d = tanh(h%d@W + %d)*h%d\n".formatted(i, i - 1, i, i - 1));
        }
        var g = graph(text + "L = sum(h12)", new long[] {256, 16}, new long[] {16, 16});
        long free = RematReport.curve(g, 2, List.of(Long.MAX_VALUE / 4)).getFirst().freeBytes();
        var cut = RematReport.curve(g, 2, List.of(free / 2)).getFirst();
        assertThat(cut.peakBytes()).isLessThan(free * 3 / 4);
        assertThat(cut.again()).isPositive();
        assertThat(cut.repeated()).isNotEmpty();
    }
}
