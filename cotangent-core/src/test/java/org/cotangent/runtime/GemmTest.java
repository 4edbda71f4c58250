package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every implementation against three plain loops, and the Java ones against each other bit for bit.
class GemmTest {
    private static final Cell[] CELLS = {Cell.F32, Cell.F64, Cell.I32, Cell.I64};

    private static final List<Gemm> JAVA = java();

    static Stream<Gemm> all() {
        return JAVA.stream();
    }

    private static List<Gemm> java() {
        List<Gemm> list = new ArrayList<>(List.of(new ScalarGemm(Split.SERIAL), new ScalarGemm(Threads.two())));
        for (int bits : new int[] {128, 256, 512}) {
            list.add(new VectorGemm(Split.SERIAL, bits, false));
        }
        list.add(new VectorGemm(Threads.two(), 256, true));
        return list;
    }

    /// A product and its naive result, which is slow and so computed once for all implementations.
    private record Known(Cases product, Storage result) {
        static Known of(Cases c) {
            return new Known(c, c.naive());
        }
    }

    private static final List<Known> SMALL = small();
    private static final List<Known> LARGE = large();

    private static List<Known> small() {
        Random random = new Random(7);
        List<Known> list = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            list.add(Known.of(Cases.random(random, CELLS[i % 4], 40)));
        }
        return list;
    }

    private static List<Known> large() {
        Random random = new Random(8);
        long[][] shapes = {{2, 3, 600}, {1, 5, 1040}, {300, 1, 70}, {1, 1, 999}, {70, 50, 300}, {13, 230, 257},
            {2, 2100, 3}, {200, 1, 1100}, {14, 35, 1400}, {5, 1041, 1030}};
        List<Known> list = new ArrayList<>();
        for (long[] s : shapes) {
            for (Cell cell : CELLS) {
                list.add(Known.of(Cases.of(random, cell, 1, s[0], s[1], s[2], random.nextBoolean())));
            }
        }
        return list;
    }

    @ParameterizedTest
    @MethodSource("all")
    void equalsThreeLoops(Gemm gemm) {
        for (Known k : SMALL) {
            close(k.product.run(gemm), k.result, k.product.tolerance(), gemm.name() + " " + k.product);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void severalPanelsOfEachKind(Gemm gemm) {
        for (Known k : LARGE) {
            close(k.product.run(gemm), k.result, k.product.tolerance(), gemm.name() + " " + k.product);
        }
    }

    @Test
    void javaBitsDoNotDependOnWidthStridesThreadsOrKernel() {
        Random random = new Random(9);
        List<Gemm> java = JAVA;
        for (int i = 0; i < 66; i++) {
            Cases c = i < 60 ? Cases.random(random, CELLS[i % 2], 60)
                    : Cases.of(random, CELLS[i % 2], 1, 100 + random.nextInt(60), 40 + random.nextInt(200), 300, true);
            Storage first = c.run(java.getFirst());
            for (Gemm other : java) {
                same(c.run(other), first, other.name() + " " + c);
            }
            same(packed(c).run(java.get(4)), elements(c, first), "without gaps: " + c);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void emptyExtents(Gemm gemm) {
        for (Cell cell : CELLS) {
            Storage some = Storage.allocate(cell, 12);
            Cases.fill(new Random(3), some);
            Storage none = Storage.allocate(cell, 0);
            gemm.gemm(cell, 0, 4, 3, none, some, none);
            gemm.gemm(cell, 3, 0, 4, some, none, none);
            gemm.gemm(cell, 0, 0, 0, none, none, none);
            Storage c = Storage.allocate(cell, 12);
            Cases.fill(new Random(3), c);
            gemm.gemm(cell, 1, 3, 4, 0, MatrixView.rowMajor(none, 0), MatrixView.rowMajor(none, 4),
                    MatrixView.rowMajor(c, 4), true);
            same(c, some, "adding an empty product");
            gemm.gemm(cell, 3, 4, 0, none, none, c);
            same(c, Storage.allocate(cell, 12), "empty product");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsSkippedForZeros(Gemm gemm) {
        for (long[] s : new long[][] {{2, 2, 1}, {1, 2, 1}, {2, 1, 1}, {14, 40, 3}, {1, 1, 40}}) {
            Storage a = Storage.ofArray(new double[(int) (s[0] * s[2])]);
            double[] b = new double[(int) (s[2] * s[1])];
            b[0] = Double.NaN;
            b[b.length - 1] = b.length == 1 ? Double.NaN : Double.POSITIVE_INFINITY;
            Storage c = Storage.allocate(Cell.F64, s[0] * s[1]);
            gemm.gemm(Cell.F64, s[0], s[1], s[2], a, Storage.ofArray(b), c);
            assertThat(c.getDouble(0)).isNaN();
            assertThat(c.getDouble(c.count() - 1)).isNaN();
        }
    }

    @Test
    void badInputIsNamed() {
        Gemm gemm = new ScalarGemm(Split.SERIAL);
        Storage s = Storage.allocate(Cell.F32, 12);
        Storage d = Storage.allocate(Cell.F64, 12);
        assertThatThrownBy(() -> gemm.gemm(Cell.F32, 3, 4, 5, s, s, s)).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("A of [1,3,5] reaches cells 0 to 14 of a storage of 12");
        assertThatThrownBy(() -> gemm.gemm(Cell.F32, 3, 4, 3, s, s, d)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("C holds F64 cells");
        assertThatThrownBy(() -> gemm.gemm(Cell.F32, -1, 4, 3, s, s, s)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gemm.gemm(Cell.I8, 1, 1, 1, s, s, s))
                .hasMessageContaining("no matrix product over I8");
        MatrixView v = MatrixView.rowMajor(s, 2);
        MatrixView overlapping = new MatrixView(s, 0, 1, 1, 0);
        assertThatThrownBy(() -> gemm.gemm(Cell.F32, 1, 2, 2, 2, v, v, overlapping, false))
                .hasMessageContaining("elements of C overlap");
        MatrixView huge = new MatrixView(s, 0, Long.MAX_VALUE / 2, 1, 0);
        assertThatThrownBy(() -> gemm.gemm(Cell.F32, 1, 5, 2, 2, huge, v, v, false))
                .isInstanceOf(ArithmeticException.class);
    }

    /// The same numbers in row-major matrices without gaps.
    private static Cases packed(Cases c) {
        return new Cases(c.cell(), c.batch(), c.m(), c.n(), c.k(), gather(c.a(), c, c.m(), c.k()),
                gather(c.b(), c, c.k(), c.n()), gather(c.c(), c, c.m(), c.n()), c.add());
    }

    private static Storage elements(Cases c, Storage result) {
        MatrixView v = new MatrixView(result, c.c().offset(), c.c().rowStride(), c.c().colStride(),
                c.c().batchStride());
        return gather(v, c, c.m(), c.n()).storage();
    }

    private static MatrixView gather(MatrixView v, Cases c, long rows, long cols) {
        Storage s = Storage.allocate(c.cell(), c.batch() * rows * cols);
        MatrixView to = MatrixView.batches(s, rows, cols);
        for (long t = 0; t < c.batch(); t++) {
            for (long i = 0; i < rows; i++) {
                for (long j = 0; j < cols; j++) {
                    double x = Cases.number(v.storage(), Cases.at(v, t, i, j));
                    if (c.cell() == Cell.F32) {
                        s.setFloat(Cases.at(to, t, i, j), (float) x);
                    } else {
                        s.setDouble(Cases.at(to, t, i, j), x);
                    }
                }
            }
        }
        return to;
    }

    static void same(Storage got, Storage want, String what) {
        assertThat(got.segment().mismatch(want.segment())).as(what).isEqualTo(-1);
    }

    static void close(Storage got, Storage want, double tolerance, String what) {
        assertThat(got.count()).isEqualTo(want.count());
        boolean whole = got.cell() == Cell.I32 || got.cell() == Cell.I64;
        for (long i = 0; i < got.count(); i++) {
            if (whole ? Cases.whole(got, i) != Cases.whole(want, i)
                    : !(Math.abs(Cases.number(got, i) - Cases.number(want, i)) <= tolerance)) {
                throw new AssertionError("%s: cell %d is %s, not %s".formatted(what, i,
                        whole ? Cases.whole(got, i) : Cases.number(got, i),
                        whole ? Cases.whole(want, i) : Cases.number(want, i)));
            }
        }
    }
}
