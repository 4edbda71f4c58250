package org.cotangent.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.Variable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RandomProgramsTest {
    private static final int BLOCK = 250;
    private static final int BLOCKS = 16;
    private static final int STEPS = 10;

    @TestFactory
    Stream<DynamicTest> lawsOfPrograms() {
        return IntStream.range(0, BLOCKS).boxed().flatMap(b -> Stream.of(
                DynamicTest.dynamicTest("f64, block " + b, () -> block(b, DType.FLOAT64)),
                DynamicTest.dynamicTest("f32, block " + b, () -> block(b, DType.FLOAT32))));
    }

    private static void block(int block, DType dtype) {
        for (int i = 0; i < BLOCK; i++) {
            RandomPrograms.check(RandomPrograms.draw(1000L * block + i, dtype, STEPS), ProgramLaws::all);
        }
    }

    @Test
    void aProgramIsMadeOfEveryWord() {
        var seen = IntStream.range(0, 500).boxed().flatMap(i -> RandomPrograms.draw(i, DType.FLOAT64, STEPS).steps()
                .stream())
                .map(RandomProgram.Step::word).distinct().toList();
        assertThat(seen).containsAll(List.of(Vocabulary.values()));
    }

    /// The additions at fan-out, done wrong: of the cotangents that reach a value only the last stays.
    @Test
    void aLostAdditionAtFanOutIsCaught() {
        int caught = 0;
        int forked = 0;
        RandomProgram smallest = null;
        for (int seed = 0; seed < 200; seed++) {
            var p = RandomPrograms.draw(seed, DType.FLOAT64, STEPS);
            if (!p.hasFanOut()) {
                continue;
            }
            forked++;
            if (breaks(p)) {
                caught++;
                var small = RandomPrograms.shrink(p, q -> ProgramLaws.modes(q, RandomProgramsTest::withoutAddition));
                smallest = smallest == null || small.steps().size() < smallest.steps().size() ? small : smallest;
            }
        }
        assertThat(caught).isGreaterThan(forked * 3 / 4);
        assertThat(smallest.steps().size()).isLessThanOrEqualTo(2);
        var p = smallest;
        assertThatThrownBy(() -> RandomPrograms.check(p,
                q -> ProgramLaws.modes(q, RandomProgramsTest::withoutAddition)))
                .isInstanceOf(LawBroken.class).hasMessageContaining("forward = reverse");
    }

    private static boolean breaks(RandomProgram p) {
        try {
            ProgramLaws.modes(p, RandomProgramsTest::withoutAddition);
            return false;
        } catch (LawBroken e) {
            return true;
        }
    }

    /// Reverse mode step by step, each step's own gradient right, but a second cotangent of a value replaces the first.
    private static List<Tensor> withoutAddition(RandomProgram p, List<Tensor> x) {
        var values = p.values(x);
        var cotangents = new Tensor[values.size()];
        p.outputs().forEach(i -> cotangents[i] = Ops.onesLike(values.get(i)));
        for (int s = p.steps().size() - 1; s >= 0; s--) {
            var step = p.steps().get(s);
            var ct = cotangents[x.size() + s];
            if (ct == null) {
                continue;
            }
            var in = new ArrayList<Variable>();
            for (int o : step.operands()) {
                in.add(Variable.param(values.get(o)));
            }
            step.word().apply(List.copyOf(in)).backward(ct);
            for (int k = 0; k < in.size(); k++) {
                if (in.get(k).grad() != null) {
                    cotangents[step.operands().get(k)] = in.get(k).grad();
                }
            }
        }
        return IntStream.range(0, x.size()).mapToObj(i -> cotangents[i] == null ? Ops.zerosLike(x.get(i))
                : cotangents[i]).toList();
    }
}
