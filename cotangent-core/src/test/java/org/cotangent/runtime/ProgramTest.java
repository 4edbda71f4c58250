package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cotangent.codegen.Widths;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.graph.Graph;
import org.cotangent.schedule.Schedule;
import org.junit.jupiter.api.Test;

/// Compiled programs give the bits of the same programs run equation by equation: in scalar code and in vectors of
/// every width, with every length of the last piece, on and off the heap.
class ProgramTest {
    private static final int[] FORMS = {-1, 128, 256, 512};
    private static final long[][] SHAPES = {{3, 5}, {7, 16}, {2, 33}, {5, 64}, {64, 7}, {4, 257}, {33, 33}, {1, 40},
        {3, 2100}, {130, 130}, {40, 1}};

    @Test
    void randomProgramsHaveTheBitsOfSingleKernels() {
        int programs = Integer.getInteger("cotangent.random.programs", 150);
        for (int seed = 0; seed < programs; seed++) {
            var dtype = List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64).get(seed % 4);
            var shape = SHAPES[seed / 4 % SHAPES.length];
            check(RandomLoops.program(seed, dtype, shape[0], shape[1], 4 + seed % 23), seed, FORMS[seed / 2 % 4]);
        }
    }

    private static void check(Graph g, long seed, int bits) {
        var operands = RandomLoops.operands(g, seed);
        var want = g.evaluate(operands);
        var program = Widths.with(bits, () -> {
            var p = new Program(Schedule.of(g));
            p.prepare(false);
            return p;
        });
        for (int run = 0; run < 2; run++) {
            var got = program.run(operands);
            for (int i = 0; i < want.size(); i++) {
                same(want.get(i), got.get(i), "seed " + seed + " width " + bits + " result " + i + "\n" + g + "\n"
                        + program.schedule());
            }
        }
    }

    private static void same(Concrete want, Concrete got, String program) {
        assertThat(got.type()).as(program).isEqualTo(want.type());
        long at = want.storage().segment().mismatch(got.storage().segment());
        if (at >= 0 && !sameNumbers(want, got)) {
            assertThat(got.getDouble(at / want.dtype().cell().bytes())).as(program)
                    .isEqualTo(want.getDouble(at / want.dtype().cell().bytes()));
        }
    }

    /// NaN may have any payload.
    private static boolean sameNumbers(Concrete a, Concrete b) {
        for (long i = 0; i < a.shape().count(); i++) {
            if (Double.compare(a.getDouble(i), b.getDouble(i)) != 0 || a.getLong(i) != b.getLong(i)) {
                return false;
            }
        }
        return true;
    }
}
