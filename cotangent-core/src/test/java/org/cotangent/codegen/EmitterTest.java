package org.cotangent.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Scalar and vector code mean what the interpreter means, bit for bit, at every length, offset and width.
class EmitterTest {
    static Stream<LaneProgram> programs() {
        return LaneSamples.each().stream();
    }

    static Stream<Emitter> emitters(LaneProgram program) {
        var scalar = Stream.of(new Emitter(Form.SCALAR, 0));
        return Emitter.hasVectorForm(program)
            ? Stream.concat(scalar, java.util.Arrays.stream(KernelBench.widths())
                .mapToObj(b -> new Emitter(Form.VECTOR, b)))
            : scalar;
    }

    private static long[][] inputs(LaneProgram program, int n, long seed) {
        return IntStream.range(0, program.inputs().size())
            .mapToObj(k -> LaneSamples.values(program.inputs().get(k), n, seed + 7 * k)).toArray(long[][]::new);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyOperationAtEveryLength(LaneProgram program) {
        emitters(program).forEach(emitter -> {
            var kernel = KernelBench.define(program, emitter, 0);
            for (int n = 0; n <= 70; n++) {
                var in = inputs(program, n, n);
                var expected = KernelBench.expected(program, in, 0, n);
                assertThat(KernelBench.heap(program, kernel, in, 0, n, n % 3))
                    .as("%s %s n=%d", program.name(), emitter, n)
                    .isEqualTo(expected);
                if (n < 12 || n % 5 == 0) {
                    assertThat(KernelBench.segments(program, kernel, in, 0, n, n % 2))
                        .as("%s %s native n=%d", program.name(), emitter, n).isEqualTo(expected);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("programs")
    void singleOperands(LaneProgram program) {
        for (int singles = 1; singles < 1 << program.inputs().size(); singles += program.inputs().size() > 2 ? 3 : 1) {
            int pattern = singles;
            emitters(program).forEach(emitter -> {
                var kernel = KernelBench.define(program, emitter, pattern);
                var in = inputs(program, 37, pattern);
                var expected = KernelBench.expected(program, in, pattern, 37);
                assertThat(KernelBench.heap(program, kernel, in, pattern, 37, 1)).as("%s %s singles=%d", program.name(),
                    emitter, pattern).isEqualTo(expected);
                assertThat(KernelBench.segments(program, kernel, in, pattern, 37, 1)).as("%s %s native singles=%d",
                    program.name(), emitter, pattern).isEqualTo(expected);
            });
        }
    }

    static Stream<LaneProgram> random() {
        return LongStream.range(0, 60).mapToObj(seed -> LaneSamples.random(seed, 40));
    }

    @ParameterizedTest
    @MethodSource("random")
    void randomPrograms(LaneProgram program) {
        emitters(program).forEach(emitter -> {
            var kernel = KernelBench.define(program, emitter, 0);
            var in = inputs(program, 83, 1);
            var expected = KernelBench.expected(program, in, 0, 83);
            assertThat(KernelBench.heap(program, kernel, in, 0, 83, 2)).as("%s %s", program.name(), emitter)
                .isEqualTo(expected);
            assertThat(KernelBench.segments(program, kernel, in, 0, 83, 2)).as("%s %s", program.name(), emitter)
                .isEqualTo(expected);
        });
    }

    /// The JIT's code must give what the interpreter of bytecode gave: minimum and maximum of NaN and zeros above all.
    @Test
    void hotAsCold() {
        var names = Set.of("min.f32", "max.f32", "min.f64", "max.f64", "fma.f32", "sqrt.f32", "abs.f32", "neg.f64",
            "float_to_int.f32", "float_to_int.f64", "int_to_float.i64", "select.f32", "call.f64", "shr.i64", "lt.f64");
        var hot = Stream.concat(LaneSamples.each().stream().filter(p -> names.contains(p.name())),
            Stream.of(LaneSamples.random(5, 60), LaneSamples.random(11, 60), LaneSamples.random(12, 60)));
        int widest = IntStream.of(KernelBench.widths()).max().orElse(0);
        hot.forEach(program -> emitters(program).filter(e -> e.bits() == 0 || e.bits() == widest).forEach(emitter -> {
            var kernel = KernelBench.define(program, emitter, 0);
            var in = inputs(program, 96, 3);
            var arrays = new Object[in.length];
            for (int k = 0; k < arrays.length; k++) {
                arrays[k] = KernelBench.array(program.inputs().get(k), in[k], 0);
            }
            var out = Cells.array(program.result().type(), 101);
            long end = System.nanoTime() + 200_000_000L;
            for (int i = 0; i < 20_000 && System.nanoTime() < end; i++) {
                kernel.heap(arrays, null, out, 0, 96);
            }
            assertThat(KernelBench.heap(program, kernel, in, 0, 96, 0)).as("%s %s hot", program.name(), emitter)
                .isEqualTo(KernelBench.expected(program, in, 0, 96));
        }));
    }

    @Test
    void deepProgramsNeedNoStack() {
        var lane = Lane.input(0, LaneType.I32);
        int value = 1;
        for (int i = 0; i < 100_000; i++) {
            lane = lane.add(lane).xor(lane).not();
            value = ~(value + value ^ value);
        }
        var program = new LaneProgram("deep", List.of(LaneType.I32), lane);
        assertThat(new org.cotangent.lane.LaneInterpreter(program).run(1)).isEqualTo(value);
        assertThatThrownBy(() -> new Emitter(Form.SCALAR, 0).emit(program, 0,
            ClassDesc.of("org.cotangent.codegen.Deep")))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("deep");
    }

    @Test
    void aMethodTheJvmWouldNotCompileIsRefused() {
        var lane = Lane.input(0, LaneType.F32);
        for (int i = 0; i < 1000; i++) {
            lane = lane.mul(lane.add(i));
        }
        var program = new LaneProgram("large", List.of(LaneType.F32), lane);
        assertThatThrownBy(() -> new Emitter(Form.VECTOR, 0).emit(program, 0,
            ClassDesc.of("org.cotangent.codegen.Large")))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cut it");
    }
}
