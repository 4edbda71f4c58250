package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cotangent.FreshProcess;
import org.cotangent.codegen.Widths;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.schedule.MemoryPlan;
import org.cotangent.schedule.Schedule;
import org.cotangent.trace.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compiled programs give the bits of the same programs run equation by equation: in scalar code and in vectors of
/// every width, with every length of the last piece, on and off the heap.
class ProgramTest {
    /// Bytes of objects that a run may make beside its results.
    private static final long FEW = 8192;
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
        var want = g.oneByOne(operands);
        var program = Widths.with(bits, () -> {
            var p = new Program(Schedule.of(g));
            p.prepare(false);
            return p;
        });
        var others = RandomLoops.operands(g, seed + 1_000_000);
        var wantOthers = g.oneByOne(others);
        var got = program.run(operands, null);
        var gotOthers = program.run(others, null);
        for (int i = 0; i < want.size(); i++) {
            var text = "seed " + seed + " width " + bits + " result " + i + "\n" + g + "\n" + program.schedule();
            same(want.get(i), got.get(i), text);
            same(wantOthers.get(i), gotOthers.get(i), text);
        }
    }

    @Test
    void longValuesAreSharedBetweenThreads() {
        for (int bits : new int[] {-1, 256}) {
            check(RandomLoops.program(77, DType.FLOAT32, 700, 300, 18), 5, bits);
            check(RandomLoops.program(78, DType.FLOAT64, 3, 70_001, 18), 6, bits);
            check(RandomLoops.program(79, DType.FLOAT32, 40_001, 5, 18), 7, bits);
        }
    }

    @Test
    void valuesThatAreAliveTogetherDoNotShareMemory() {
        for (int seed = 0; seed < 200; seed++) {
            var plan = MemoryPlan.of(Schedule.of(RandomLoops.program(seed, DType.FLOAT64, 90, 100, 25)));
            for (var p : plan.places()) {
                for (var q : plan.places()) {
                    boolean together = p != q && p.from() <= q.to() && q.from() <= p.to();
                    boolean apart = p.array() != q.array() || p.array() < 0
                            && (p.offset() + 72_000 <= q.offset() || q.offset() + 72_000 <= p.offset()
                                    || p.value().type().shape().count() != 9000
                                    || q.value().type().shape().count() != 9000);
                    assertThat(together && !apart).as("%s and %s", p, q).isFalse();
                }
            }
        }
    }

    @Test
    void aRunAllocatesItsResultsAndLittleElse(@TempDir Path folder) throws Exception {
        assertThat(Long.parseLong(FreshProcess.main(folder, ProgramTest.class).strip())).isLessThan(FEW);
    }

    /// Prints the bytes that a run makes beside its results when all is compiled, in a JVM in which nothing else ran.
    public static void main(String[] arguments) {
        var type = new TensorType(Shape.of(60, 64), DType.FLOAT32);
        var g = Stage.trace("f", in -> {
            var y = Ops.exp(in.get(0).mul(in.get(1)));
            return List.of(Ops.softmax(y, 1), Ops.sum(y, 1));
        }, List.of(type, type), null, null).graph();
        var operands = RandomLoops.operands(g, 1);
        var program = new Program(Schedule.of(g));
        program.prepare(true);
        for (int i = 0; i < 3000; i++) {
            program.run(operands, null);
        }
        long results = g.resultTypes().stream().mapToLong(t -> t.shape().count() * t.dtype().cell().bytes()).sum();
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + 40_000_000_000L;
        while (least >= results + FEW && System.nanoTime() < end) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10; i++) {
                program.run(operands, null);
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 10);
        }
        IO.println(least - results);
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
