package org.cotangent.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.Aux;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.explain.Finding.Kind;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.optim.Optimiser;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is measured of the gradient, what is said of it, and that measuring changes nothing.
class GradientFlowTest {
    record Layers(List<Tensor> weights, Tensor bias) {
    }

    /// A stack of square layers of 6 units.
    private record Deep(int depth, double scale, double bias, UnaryOperator<Tensor> between)
            implements Task<Layers, Object, Tensor> {
        @Override
        public Layers params() {
            return new Layers(IntStream.range(0, depth).mapToObj(i -> Ops.normal(Ops.key(i), 6, 6).mul(scale)).toList(),
                    Ops.full(org.cotangent.core.TensorType.of(org.cotangent.core.DType.FLOAT32, 6), bias));
        }

        @Override
        public Aux<Object> loss(Layers p, Object state, Tensor x, Tensor key) {
            var h = x;
            for (var w : p.weights()) {
                h = between.apply(h.matmul(w).add(p.bias()));
            }
            return new Aux<>(Ops.mean(Ops.square(h.sub(Ops.sin(x)))), null);
        }
    }

    private static GradientFlow run(Deep task, Optimiser by, long steps) {
        var flow = GradientFlow.every(1);
        Trainer.of(task, by, Examples.rows(Ops.normal(Ops.key(9), 64, 6)).batched(16, true),
                Settings.epochs(1000).atMost(steps)).telling(List.of(flow)).run();
        return flow;
    }

    @Test
    void theNumbersAreThoseOfTheStep() {
        var task = new Deep(2, 0.5, 0.1, Ops::tanh);
        var flow = run(task, Sgd.of(0.1), 3).flows().getFirst();
        assertThat(flow.step()).isEqualTo(1);
        assertThat(flow.parameters()).extracting(Flow.Of::path).containsExactly("weights[0]", "weights[1]", "bias");
        var w = flow.parameters().getFirst();
        assertThat(w.count()).isEqualTo(36);
        assertThat(w.weight()).isCloseTo(Ops.sqrt(Ops.sum(Ops.square(task.params().weights().getFirst()))).item(),
                within(1e-5));
        assertThat(w.update()).isCloseTo(0.1 * w.gradient(), within(1e-6));
        assertThat(w.ratio()).isEqualTo(w.update() / w.weight());
        assertThat(w.zero()).isZero();
    }

    @Test
    void measuringChangesNoBit() {
        var plain = Toy.trainer(Toy.settings(null, 20)).run();
        var flow = GradientFlow.every(3);
        var watched = Toy.trainer(Toy.settings(null, 20)).telling(List.of(flow)).run();
        assertThat(LoopTest.numbers(watched.run().learned())).isEqualTo(LoopTest.numbers(plain.run().learned()));
        assertThat(flow.flows()).extracting(Flow::step).containsExactly(1L, 4L, 7L, 10L, 13L, 16L, 19L);
        assertThat(flow.findings()).isEmpty();
    }

    @Test
    void aHealthyNetworkHasNoFindings() {
        assertThat(run(new Deep(3, 0.4, 0.0, Ops::tanh), Sgd.of(0.05), 40).findings()).isEmpty();
        assertThat(run(new Deep(2, 0.6, 0.1, Ops::relu), Sgd.of(0.05), 40).findings()).isEmpty();
    }

    @Test
    void vanishingExplodingDeadAndStuckAreTold() {
        var gone = run(new Deep(14, 0.1, 0.0, Ops::sigmoid), Sgd.of(0.05), 12).findings();
        assertThat(gone).anySatisfy(f -> {
            assertThat(f.kind()).isEqualTo(Kind.VANISHING);
            assertThat(f.node()).isEqualTo("weights[0]");
        });
        assertThat(run(new Deep(3, 0.5, -50, Ops::relu), Sgd.of(0.05), 12).findings())
                .anyMatch(f -> f.kind() == Kind.ZERO && f.node().equals("weights[0]"));
        assertThat(run(new Deep(2, 0.5, 0.1, Ops::tanh), Sgd.of(1e-9), 12).findings())
                .anyMatch(f -> f.kind() == Kind.UNDERFLOW);
        assertThat(run(new Deep(1, 3, 0.1, h -> h), Sgd.of(8), 14).findings())
                .anyMatch(f -> f.kind() == Kind.EXPLODING);
    }

    @Test
    void memoryIsBounded() {
        var flow = GradientFlow.every(2);
        for (long step = 1; step <= 100_000; step++) {
            if (flow.wantsFlow(step)) {
                flow.flowed(new Flow(step, List.of(new Flow.Of("w", 1, 1, 0, 0, 1, 0.01))));
            }
        }
        assertThat(flow.flows()).hasSizeBetween(100, 256);
        assertThat(flow.flows().getLast().step()).isGreaterThan(99_000);
        assertThatThrownBy(() -> GradientFlow.every(0)).isInstanceOf(ShapeException.class);
    }

    @Test
    void theReportHasASection(@TempDir Path folder) throws IOException {
        var file = folder.resolve("r.html");
        new Report("r").flow(run(new Deep(3, 0.5, -50, Ops::relu), Sgd.of(0.05), 12)).write(file);
        assertThat(Files.readString(file)).contains("Gradient flow", "weights[2]", "never reached",
                "zero at weights[0]", "data:image/png");
    }
}
