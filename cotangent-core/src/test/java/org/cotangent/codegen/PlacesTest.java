package org.cotangent.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;

/// Wherever operands lie - in arrays, in slices of arrays, off the heap, in a mixture - results have the same bits,
/// cold and warm.
class PlacesTest {
    private static final int N = 100_003;

    private static Storage place(int where, Storage values) {
        int n = (int) values.count();
        return switch (where) {
            case 0 -> {
                var whole = Storage.ofArray(Cells.array(LaneType.F32, n));
                yield fill(whole, values);
            }
            case 1 -> fill(Storage.ofArray(new float[n + 3], 3, n), values);
            default -> fill(Storage.allocate(Cell.F32, n), values);
        };
    }

    private static Storage fill(Storage to, Storage values) {
        for (int i = 0; i < values.count(); i++) {
            to.setFloat(i, values.getFloat(i));
        }
        return to;
    }

    private static Storage numbers(int seed) {
        var values = Storage.ofArray(new float[N]);
        for (int i = 0; i < N; i++) {
            values.setFloat(i, (float) Math.sin(i * 0.37 + seed) * 3);
        }
        return values;
    }

    @Test
    void elementwise() {
        assertThat(Storage.allocate(Cell.F32, N).array()).as("large storages lie off the heap").isNull();
        var programs = Stream.concat(LaneSamples.each().stream(), Stream.of(LaneSamples.random(3, 30)))
            .filter(p -> List.of("add.f32", "lt.f32", "call.f32", "fma.f32").contains(p.name())).toList();
        assertThat(programs).hasSize(4);
        var mask = Storage.allocate(Cell.I8, N);
        var a = numbers(1);
        var b = numbers(2);
        var c = numbers(3);
        for (var program : programs) {
            var kernels = LaneKernels.own(program);
            var expected = run(kernels, program, a, b, c, mask);
            for (int warm = 0; warm < 2; warm++) {
                for (int places = 0; places < 27; places += 2) {
                    assertThat(run(kernels, program, place(places % 3, a), place(places / 3 % 3, b),
                        place(places / 9, c), mask))
                        .as("%s places %d", program.name(), places).isEqualTo(expected);
                }
                kernels.warm(new boolean[4]);
                kernels.warmOff(new boolean[4]);
            }
        }
    }

    private static List<Long> run(LaneKernels kernels, LaneProgram program, Storage a, Storage b, Storage c,
        Storage mask) {
        var type = program.result().type();
        var out = Storage.allocate(Cells.of(type), N);
        kernels.run(new Storage[] {a, b, c, mask}, null, out, 0, 50_000);
        kernels.run(new Storage[] {a, b, c, mask}, null, out, 50_000, N);
        return java.util.stream.IntStream.range(0, N).filter(i -> i % 101 == 0 || i > N - 70)
            .mapToObj(i -> Cells.bits(out, type, i)).toList();
    }

    @Test
    void reductionsAndConversions() {
        var a = numbers(1);
        for (int warm = 0; warm < 2; warm++) {
            var sums = new java.util.HashSet<Long>();
            var columns = new java.util.HashSet<Long>();
            var converted = new java.util.HashSet<Long>();
            for (int where = 0; where < 3; where++) {
                var in = place(where, a);
                var out = Storage.allocate(Cell.F32, 1000);
                Reductions.run(ReduceOp.SUM, LaneType.F32, in, out, 1, N, 1, Split.SERIAL);
                sums.add(Cells.bits(out, LaneType.F32, 0));
                Reductions.run(ReduceOp.SUM, LaneType.F32, in, out, 1, 100, 1000, Split.SERIAL);
                columns.add(Cells.bits(out, LaneType.F32, 777));
                var wide = Storage.allocate(Cell.F64, N);
                Conversions.run(NumberKind.F32, in, NumberKind.F64, wide, 0, N);
                converted.add(Cells.bits(wide, LaneType.F64, N - 1));
            }
            assertThat(sums).hasSize(1);
            assertThat(columns).hasSize(1);
            assertThat(converted).hasSize(1);
            ReduceKernels.of(ReduceOp.SUM, LaneType.F32).warm();
        }
    }

    /// A producer inside the reducing loop gives what it gives as a kernel of its own, followed by the bare reduction.
    @Test
    void fusedProducers() {
        for (var program : LaneSamples.each()) {
            var type = program.result().type();
            if (!ReduceEmitter.hasVectorForm(program) || program.inputs().size() != 4) {
                continue;
            }
            int width = org.cotangent.lane.ReductionTree.columns(type);
            var in = new Object[4];
            for (int k = 0; k < 4; k++) {
                in[k] = KernelBench.array(program.inputs().get(k),
                    LaneSamples.values(program.inputs().get(k), 5 * width, k), 0);
            }
            var plain = Cells.array(type, 5 * width);
            KernelBench.define(program, new Emitter(Emitter.Form.SCALAR, 0), 0).heap(in, null, plain, 0, 5 * width);
            var expected = Cells.array(type, width);
            ReduceKernels.emit(ReduceKernels.bare(type), ReduceOp.MAX, new ReduceEmitter(Emitter.Form.SCALAR, 0))
                .rows(new Object[] {plain}, null, expected, 0, 5, 0);
            for (var form : Emitter.Form.values()) {
                var partial = Cells.array(type, width);
                ReduceKernels.emit(program, ReduceOp.MAX, new ReduceEmitter(form, 0)).rows(in, null, partial, 0, 5, 0);
                assertThat(KernelBench.canonical(type, KernelBench.bits(type, partial, 0, width / 4)))
                    .as(program.name())
                    .isEqualTo(KernelBench.canonical(type, KernelBench.bits(type, expected, 0, width / 4)));
            }
        }
    }
}
