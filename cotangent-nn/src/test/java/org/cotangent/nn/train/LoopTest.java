package org.cotangent.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/// Epochs, steps, callbacks, what is reproduced to the bit, and how a run ends.
class LoopTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private long savedStep() {
        return JSON.readTree(Checkpoints.in(folder).last().orElseThrow().notes()).get("step").asLong();
    }

    static List<List<Double>> numbers(Object tree) {
        return Leaves.of(tree).stream().map(t -> java.util.Arrays.stream(t.toDoubleArray()).boxed().toList()).toList();
    }

    @Test
    void stoppedAndContinuedAtAnyStepIsTheSameRunToTheBit() {
        int n = 2 * Toy.BATCHES + 5;
        var straight = Toy.trainer(Toy.settings(null, n)).run();
        assertThat(straight.last().metrics().get("rmse")).isLessThan(0.9);
        for (int at : new int[] {1, 3, Toy.BATCHES, 9, n}) {
            var here = folder.resolve("at" + at);
            Toy.trainer(Toy.settings(here, at)).run();
            var whole = Toy.trainer(Toy.settings(here, n)).resume();
            assertThat(numbers(whole.run().learned())).as("stopped after %s", at)
                    .isEqualTo(numbers(straight.run().learned()));
            assertThat(whole.run().history()).isEqualTo(straight.run().history()).hasSize(2);
            assertThat(whole.run().curve()).isEqualTo(straight.run().curve());
            assertThat(whole.last()).isEqualTo(straight.last());
        }
        assertThat(numbers(Toy.trainer(Toy.settings(null, n).from(6)).run().run().learned()))
                .isNotEqualTo(numbers(straight.run().learned()));
    }

    @Test
    void callbacksAreToldOfStepsEpochsAndCheckpoints() {
        var seen = new ArrayList<String>();
        var told = new Callback() {
            @Override
            public void stepped(Step s) {
                seen.add("step " + s.step() + " " + s.position() + "/" + s.batches() + " of " + s.lastStep());
            }

            @Override
            public void evaluated(Evaluation e) {
                seen.add("epoch " + e.epoch() + " at " + e.step());
            }

            @Override
            public void saved(Path checkpoint) {
                seen.add("saved " + checkpoint.getFileName());
            }

            @Override
            public void ended() {
                seen.add("ended");
            }
        };
        var result = Toy.trainer(Toy.settings(folder, Toy.BATCHES + 1).savedEvery(100)).telling(List.of(told)).run();
        assertThat(result.ending()).isEqualTo(Result.Ending.STEPS);
        assertThat(seen).startsWith("saved 000000", "step 1 1/7 of 8").endsWith("step 7 7/7 of 8", "epoch 1 at 7",
                "saved 000001", "step 8 1/7 of 8", "saved 000002", "ended");
    }

    @Test
    void theBestAndTheLastAreKept() throws Exception {
        var result = Toy.trainer(Toy.settings(folder, 40).savedEvery(1)).run();
        var best = Checkpoints.in(folder).best().orElseThrow();
        var history = result.run().history();
        var least = history.stream().mapToDouble(e -> e.metrics().get("rmse")).min().orElseThrow();
        var saved = JSON.readTree(best.notes()).get("history");
        assertThat(saved.get(saved.size() - 1).get("metrics").get("rmse").asDouble()).isEqualTo(least);
        try (var files = Files.list(folder)) {
            assertThat(files.filter(Files::isDirectory).count()).isBetween(2L, 3L);
        }
        assertThat(savedStep()).isEqualTo(40);
    }

    /// A task on one number whose evaluations are given.
    private record Given(List<Double> values, int[] calls) implements Task<Tensor, Object, Tensor> {
        @Override
        public Tensor params() {
            return Ops.tensor(1.0);
        }

        @Override
        public Aux<Object> loss(Tensor params, Object state, Tensor batch, Tensor key) {
            return new Aux<>(Ops.sum(Ops.square(params)).add(Ops.sum(Ops.log(batch))), null);
        }

        @Override
        public Map<String, Double> evaluate(Tensor params, Object state) {
            return Map.of("m", values.get(Math.min(calls[0]++, values.size() - 1)));
        }
    }

    private static Trainer<Tensor, Object, Tensor> given(Tensor data, Settings settings, Double... values) {
        return Trainer.of(new Given(List.of(values), new int[1]), Sgd.of(0.1), Examples.rows(data).batched(1, true),
                settings);
    }

    @Test
    void endsWhereNothingGetsBetter() {
        var settings = Settings.epochs(20).watching(Goal.largest("m").patient(2));
        var result = given(Ops.tensor(1.0, 2), settings, 1.0, 3.0, Double.NaN, 3.0, 9.0).run();
        assertThat(result.ending()).isEqualTo(Result.Ending.PATIENCE);
        assertThat(result.run().epoch()).isEqualTo(4);
        assertThat(given(Ops.tensor(1.0, 2), Settings.epochs(3), 1.0).run().ending())
                .isEqualTo(Result.Ending.EPOCHS);
        assertThatThrownBy(() -> given(Ops.tensor(1.0), settings.watching(Goal.largest("q")), 1.0).run())
                .isInstanceOf(StructureException.class).hasMessageContaining("[m]");
    }

    @Test
    void aNanStopsTheRunAndSaysWhereItBegan() {
        var settings = Settings.epochs(3).savedIn(folder, 2);
        assertThatThrownBy(() -> given(Ops.tensor(1.0, 2, -1, 4), settings, 1.0).run())
                .isInstanceOf(NumericsException.class).hasMessageContaining("take step 3 (epoch 1, batch 3)")
                .hasMessageContaining("nan (forward) at %").hasMessageContaining("log of -1");
        assertThat(savedStep()).isZero();
        assertThatThrownBy(() -> given(Ops.tensor(1.0, Double.NaN), settings.savedIn(null, 1), 1.0).run())
                .isInstanceOf(NumericsException.class).hasMessageContaining("NaN in the data");
    }

    @Test
    void anEmptyDataSetIsSaid() {
        assertThatThrownBy(() -> given(Ops.zeros(0), Settings.epochs(1), 1.0).run())
                .isInstanceOf(StructureException.class).hasMessageContaining("no batch in an epoch");
    }
}
