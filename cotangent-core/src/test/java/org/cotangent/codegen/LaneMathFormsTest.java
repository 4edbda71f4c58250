package org.cotangent.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneMath;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every function of `LaneMath` has the same bits interpreted, as scalar code and as vector code (law 6).
class LaneMathFormsTest {
    private static final int COUNT = 301;
    private static final double[] EDGES = {0.0, -0.0, 1, -1, 0.5, -0.5, 2, Double.NaN, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, 5e-324, 1e-310, -1e-45, 1e308, -3e38, 1e9, -3e10, 88, -104, 710, -745, 0.99999};

    static Stream<LaneProgram> programs() {
        return Arrays.stream(LaneMath.class.getDeclaredMethods())
            .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.getName().equals("polygamma"))
            .filter(m -> Arrays.stream(m.getParameterTypes()).allMatch(t -> t == Lane.class))
            .flatMap(m -> Stream.of(LaneType.F32, LaneType.F64).map(t -> program(m, t)));
    }

    private static LaneProgram program(Method method, LaneType type) {
        var types = Collections.nCopies(method.getParameterCount(), type);
        var inputs = IntStream.range(0, types.size()).mapToObj(i -> Lane.input(i, type)).toArray();
        try {
            return new LaneProgram("forms." + method.getName() + "." + type, types, (Lane) method.invoke(null, inputs));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static long[] values(LaneType type, int k) {
        var r = new Random(k);
        var bits = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            double v = i % 3 == 0 ? EDGES[(k == 0 ? i / 3 : i) % EDGES.length]
                : i % 3 == 1 ? r.nextGaussian() : Double.longBitsToDouble(r.nextLong());
            bits[i] = type == LaneType.F32 ? Float.floatToIntBits((float) v) : Double.doubleToLongBits(v);
        }
        return bits;
    }

    /// One pattern for all NaN, of which the law says nothing.
    private static long[] plain(LaneType type, long[] bits) {
        return Arrays.stream(bits).map(b -> switch (type) {
            case F32 -> Float.floatToIntBits(Float.intBitsToFloat((int) b));
            case F64 -> Double.doubleToLongBits(Double.longBitsToDouble(b));
            default -> b;
        }).toArray();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void sameBitsInEveryForm(LaneProgram program) {
        var in = IntStream.range(0, program.inputs().size()).mapToObj(k -> values(program.inputs().get(k), k))
            .toArray(long[][]::new);
        var type = program.result().type();
        var want = plain(type, KernelBench.expected(program, in, 0, COUNT));
        for (var form : Form.values()) {
            if (form == Form.SCALAR || Emitter.hasVectorForm(program)) {
                var kernel = KernelBench.define(program, new Emitter(form, 0), 0);
                var got = plain(type, KernelBench.heap(program, kernel, in, 0, COUNT, 0));
                assertThat(got).as("%s %s", program.name(), form).isEqualTo(want);
            }
        }
    }
}
