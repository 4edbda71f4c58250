package org.cotangent.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.lane.ReductionTree;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every reduction has the bits of ReductionTree: any length, any width of vector, any number of pieces, on and off
/// the heap.
class ReductionsTest {
    private static final LaneType[] NUMBERS = {LaneType.F32, LaneType.F64, LaneType.I32, LaneType.I64};

    static Stream<Arguments> all() {
        return Stream.of(ReduceOp.SUM, ReduceOp.PROD, ReduceOp.MAX, ReduceOp.MIN)
            .flatMap(op -> Stream.of(NUMBERS).map(type -> Arguments.of(op, type)));
    }

    private static Storage random(LaneType type, int n) {
        var storage = Storage.allocate(Cells.of(type), n);
        var values = LaneSamples.values(type, n, n);
        for (int i = 0; i < n; i++) {
            // mostly ordinary numbers, so that not every sum is NaN
            long v = type.isFloat() && i % 97 != 96 ? type == LaneType.F32
                ? Float.floatToRawIntBits((float) Math.sin(i * 1.7) + 1.001f)
                    : Double.doubleToRawLongBits(Math.sin(i * 1.7) + 1.001)
                : n < 200 ? values[i] : type.isInt() ? values[i] : 0;
            Cells.set(storage, type, i, v);
        }
        return storage;
    }

    private static long canonical(LaneType type, long bits) {
        return switch (type) {
            case F32 -> Float.floatToIntBits(Float.intBitsToFloat((int) bits));
            case F64 -> Double.doubleToLongBits(Double.longBitsToDouble(bits));
            default -> bits;
        };
    }

    private static long[] expected(ReduceOp op, LaneType type, Storage in, int outer, int n, int inner) {
        return LongStream.range(0, (long) outer * inner).map(c -> canonical(type, inner == 1
            ? ReductionTree.row(op, type, i -> Cells.bits(in, type, c * n + i), n)
            : ReductionTree.column(op, type, i -> Cells.bits(in, type, (c / inner * n + i) * inner + c % inner), n)))
                .toArray();
    }

    private static long[] actual(ReduceOp op, LaneType type, Storage in, int outer, int n, int inner, Split split) {
        var out = Storage.allocate(Cells.of(type), (long) outer * inner);
        Reductions.run(op, type, in, out, outer, n, inner, split);
        return LongStream.range(0, out.count()).map(i -> canonical(type, Cells.bits(out, type, i))).toArray();
    }

    /// Pieces of one, in reverse.
    private static final Split ATOMS = (count, grain, body) -> {
        for (long i = count - 1; i >= 0; i--) {
            body.run(i, i + 1);
        }
    };

    @ParameterizedTest
    @MethodSource("all")
    void shapes(ReduceOp op, LaneType type) {
        int chunk = ReductionTree.chunk(type);
        int[][] shapes = {{1, 0, 1}, {3, 1, 1}, {5, 7, 1}, {2, 64, 1}, {4, 100, 1}, {1, chunk, 1}, {2, chunk + 1, 1},
            {1, 7 * chunk - 3, 1}, {2, 0, 3}, {1, 5, 3}, {2, 33, 17}, {1, 200, 70}, {2, 97, 600}};
        for (var kernels : new boolean[] {false, true}) {
            if (kernels) {
                ReduceKernels.of(op, type).warm();
            }
            for (var s : shapes) {
                var in = random(type, s[0] * s[1] * s[2]);
                var expected = expected(op, type, in, s[0], s[1], s[2]);
                assertThat(actual(op, type, in, s[0], s[1], s[2], Split.SERIAL)).as(Arrays.toString(s))
                    .isEqualTo(expected);
                assertThat(actual(op, type, in, s[0], s[1], s[2], ATOMS)).as(Arrays.toString(s)).isEqualTo(expected);
            }
        }
    }

    @Test
    void spreadOverThreads() {
        var in = random(LaneType.F32, 1_000_003);
        assertThat(actual(ReduceOp.SUM, LaneType.F32, in, 1, 1_000_003, 1, ATOMS))
            .isEqualTo(expected(ReduceOp.SUM, LaneType.F32, in, 1, 1_000_003, 1));
        assertThat(actual(ReduceOp.SUM, LaneType.F32, in, 1, 90_909, 11, ATOMS))
            .isEqualTo(expected(ReduceOp.SUM, LaneType.F32, in, 1, 90_909, 11));
    }

    @ParameterizedTest
    @MethodSource("all")
    void kernelsOfAllWidthsOnAndOffTheHeap(ReduceOp op, LaneType type) {
        int width = ReductionTree.columns(type);
        int rows = 5;
        var in = random(type, width * rows);
        kernels(type, op).forEach(kernel -> {
            var partial = Cells.array(type, 4 * width);
            try (var arena = Arena.ofConfined()) {
                kernel.rows(new Object[] {in.array()}, null, partial, 0, rows, 3);
                var first = KernelBench.bits(type, partial, 3, width / 4);
                kernel.columns(new Object[] {in.array()}, null, partial, 0, width, rows, width, 3);
                var second = KernelBench.bits(type, partial, 3, width);
                assertThat(canonical(type, second[1])).isEqualTo(canonical(type,
                    ReductionTree.column(op, type, i -> Cells.bits(in, type, i * width + 1), rows)));
                var segment = new MemorySegment[] {arena.allocate(width * rows * 8L, 8)};
                Cells.write(type, in.array(), segment[0], 0, width * rows);
                if (kernel.lanes() > 1) {
                    kernel.rowsOff(segment, null, partial, 0, rows, 0);
                    assertThat(KernelBench.bits(type, partial, 0, width / 4)).isEqualTo(first);
                    kernel.columnsOff(segment, null, partial, 0, width, rows, width, 0);
                    assertThat(KernelBench.bits(type, partial, 0, width)).isEqualTo(second);
                }
                for (int half = width / 8; half > 0; half /= 2) {
                    System.arraycopy(KernelBench.array(type, first, 0), 0, partial, 0, 2 * half);
                    kernel.merge(partial, 0, half, half);
                    first = KernelBench.bits(type, partial, 0, width / 4);
                }
                assertThat(canonical(type, first[0])).isEqualTo(canonical(type,
                    ReductionTree.row(op, type, i -> Cells.bits(in, type, i), width * rows)));
            }
        });
    }

    private static Stream<ReduceKernel> kernels(LaneType type, ReduceOp op) {
        return Stream.concat(Stream.of(new ReduceEmitter(Form.SCALAR, 0)),
            Arrays.stream(KernelBench.widths()).mapToObj(b -> new ReduceEmitter(Form.VECTOR, b)))
            .map(e -> ReduceKernels.emit(ReduceKernels.bare(type), op, e));
    }

    @Test
    void masks() {
        var in = Storage.ofArray(new byte[] {1, 1, 0, 1, 1, 1});
        var out = Storage.allocate(Cell.I8, 3);
        Reductions.run(ReduceOp.AND, LaneType.MASK, in, out, 2, 3, 1, Split.SERIAL);
        assertThat((byte[]) out.array()).startsWith(0, 1);
        Reductions.run(ReduceOp.AND, LaneType.MASK, in, out, 1, 2, 3, Split.SERIAL);
        assertThat((byte[]) out.array()).containsExactly(1, 1, 0);
        Reductions.run(ReduceOp.OR, LaneType.MASK, in, out, 3, 0, 1, Split.SERIAL);
        assertThat((byte[]) out.array()).containsExactly(0, 0, 0);
    }

    @Test
    void sumsOfFloatsStayAccurate() {
        int n = 1 << 20;
        var in = Storage.allocate(Cell.F32, n);
        for (int i = 0; i < n; i++) {
            in.setFloat(i, 0.1f);
        }
        var out = Storage.allocate(Cell.F32, 1);
        Reductions.run(ReduceOp.SUM, LaneType.F32, in, out, 1, n, 1, Split.SERIAL);
        assertThat(out.getFloat(0) / (0.1f * (double) n)).isCloseTo(1, within(1e-6));
    }

    @Test
    void errors() {
        var in = Storage.allocate(Cell.F32, 6);
        assertThatThrownBy(() -> Reductions.run(ReduceOp.SUM, LaneType.F32, in, in, 2, 4, 1, Split.SERIAL))
            .hasMessageContaining("[2, 4, 1]");
        assertThatThrownBy(() -> Reductions.run(ReduceOp.AND, LaneType.F32, in, in, 2, 3, 1, Split.SERIAL))
            .hasMessageContaining("does not take");
    }
}
