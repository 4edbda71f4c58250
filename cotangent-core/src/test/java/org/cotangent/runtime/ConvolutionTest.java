package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;

/// Convolutions by products against plain loops over all axes.
class ConvolutionTest {
    private record Problem(Cell cell, ConvSpec spec, long[] in, long[] kernel) {
        static Problem random(Random r, Cell cell) {
            int axes = r.nextInt(4);
            long groups = 1 + r.nextInt(3);
            long[] in = new long[axes + 2];
            long[] kernel = new long[axes + 2];
            kernel[1] = r.nextInt(4);
            kernel[0] = groups * r.nextInt(4);
            in[0] = r.nextInt(4);
            in[1] = kernel[1] * groups;
            long[][] p = new long[5][axes];
            for (int d = 0; d < axes; d++) {
                in[d + 2] = r.nextInt(axes == 3 ? 6 : 12);
                kernel[d + 2] = r.nextInt(10) == 0 ? 0 : 1 + r.nextInt(3);
                p[0][d] = 1 + r.nextInt(3);
                p[1][d] = r.nextInt(5) - 1;
                p[2][d] = r.nextInt(5) - 1;
                p[3][d] = r.nextBoolean() ? 1 : 1 + r.nextInt(4);
                p[4][d] = r.nextBoolean() ? 1 : 1 + r.nextInt(3);
            }
            return new Problem(cell, new ConvSpec(p[0], p[1], p[2], p[3], p[4], groups), in, kernel);
        }

        void verify(Convolution convolution, Random r) {
            Storage x = Storage.allocate(cell, 3 + Convolution.count(in, 0));
            Storage w = Storage.allocate(cell, 2 + Convolution.count(kernel, 0));
            long[] out = spec.outputShape(in, kernel);
            long cells = Convolution.count(out, 0);
            Storage y = Storage.allocate(cell, 1 + cells);
            Cases.fill(r, x);
            Cases.fill(r, w);
            Cases.fill(r, y);
            convolution.convolve(cell, spec, in, x, 3, kernel, w, 2, y, 1);
            Storage want = Storage.allocate(cell, cells);
            Convolution.reference(cell, spec, in, part(x, 3), kernel, part(w, 2), want);
            double unit = cell == Cell.F32 ? 0x1p-24 : 0x1p-53;
            GemmTest.close(part(y, 1), want, unit * (2 * Convolution.count(kernel, 1) + 8), toString());
        }

        private static Storage part(Storage s, long from) {
            Storage to = Storage.allocate(s.cell(), s.count() - from);
            to.segment().copyFrom(s.segment().asSlice(from * s.cell().bytes()));
            return to;
        }

        @Override
        public String toString() {
            return cell + " " + spec + " in " + Arrays.toString(in) + " kernel " + Arrays.toString(kernel);
        }
    }

    @Test
    void randomGeometriesEqualPlainLoops() {
        Random r = new Random(1);
        Convolution serial = new Convolution(new ScalarGemm(Split.SERIAL), Split.SERIAL);
        Convolution shared = new Convolution(new ScalarGemm(Threads.two()), Threads.two());
        int full = 0;
        for (int i = 0; i < 1500; i++) {
            Problem p = Problem.random(r, i % 2 == 0 ? Cell.F32 : Cell.F64);
            p.verify(i % 3 == 0 ? shared : serial, r);
            full += Convolution.count(p.spec.outputShape(p.in, p.kernel), 0) > 0 ? 1 : 0;
        }
        assertThat(full).as("problems with a result").isGreaterThan(500);
    }

    @Test
    void commonLayers() {
        Random r = new Random(2);
        Convolution c = new Convolution(new ScalarGemm(Split.SERIAL), Threads.two());
        long[] one = {1, 1};
        ConvSpec same = new ConvSpec(one, one, one, one, one, 1);
        ConvSpec half = new ConvSpec(new long[] {2, 2}, one, one, one, one, 1);
        ConvSpec back = new ConvSpec(one, one, new long[] {2, 2}, new long[] {2, 2}, one, 1);
        ConvSpec each = new ConvSpec(one, one, one, one, one, 8);
        for (Cell cell : new Cell[] {Cell.F32, Cell.F64}) {
            new Problem(cell, same, new long[] {2, 8, 20, 21}, new long[] {5, 8, 3, 3}).verify(c, r);
            new Problem(cell, half, new long[] {2, 8, 20, 21}, new long[] {5, 8, 3, 3}).verify(c, r);
            new Problem(cell, back, new long[] {2, 5, 10, 11}, new long[] {8, 5, 3, 3}).verify(c, r);
            new Problem(cell, each, new long[] {2, 8, 18, 18}, new long[] {8, 1, 3, 3}).verify(c, r);
            new Problem(cell, ConvSpec.plain(2), new long[] {3, 7, 18, 18}, new long[] {6, 7, 1, 1}).verify(c, r);
            // The gradient of a kernel: few outputs, more taps than a tile holds.
            new Problem(cell, same, new long[] {3, 6, 20, 20}, new long[] {5, 6, 20, 20}).verify(c, r);
        }
    }

    @Test
    void bitsDoNotDependOnThreadsOrKernel() {
        Random r = new Random(3);
        long[] in = {2, 7, 33, 35};
        long[] kernel = {9, 7, 3, 3};
        long[] one = {1, 1};
        ConvSpec spec = new ConvSpec(one, one, one, one, one, 1);
        Storage x = Storage.allocate(Cell.F32, Convolution.count(in, 0));
        Storage w = Storage.allocate(Cell.F32, Convolution.count(kernel, 0));
        Cases.fill(r, x);
        Cases.fill(r, w);
        Storage first = Storage.allocate(Cell.F32, Convolution.count(spec.outputShape(in, kernel), 0));
        new Convolution(new ScalarGemm(Split.SERIAL), Split.SERIAL)
                .convolve(Cell.F32, spec, in, x, 0, kernel, w, 0, first, 0);
        for (int width : new int[] {2, 3, 8}) {
            Split split = new Threads(width);
            Storage y = Storage.allocate(Cell.F32, first.count());
            new Convolution(new VectorGemm(split, 128 << width % 3, false), split)
                    .convolve(Cell.F32, spec, in, x, 0, kernel, w, 0, y, 0);
            GemmTest.same(y, first, "width " + width);
        }
    }

    @Test
    void windowsAndGradientsOfKernelsHaveTheSameBitsAtAnyWidth() {
        Random r = new Random(4);
        long[] one = {1, 1};
        ConvSpec same = new ConvSpec(one, new long[] {2, 2}, new long[] {2, 2}, one, one, 1);
        ConvSpec cropped = new ConvSpec(new long[] {2, 1}, new long[] {-1, 3}, new long[] {2, -2}, one,
                new long[] {1, 2}, 1);
        ConvSpec spread = new ConvSpec(one, new long[] {1, 0}, one, one, new long[] {2, 2}, 1);
        bits(r, same, new long[] {3, 6, 14, 14}, new long[] {37, 6, 5, 5});
        bits(r, cropped, new long[] {2, 3, 19, 23}, new long[] {20, 3, 3, 4});
        bits(r, same, new long[] {2, 1, 28, 28}, new long[] {33, 1, 5, 5});
        bits(r, same, new long[] {2, 300, 6, 5}, new long[] {5, 300, 2, 1});
        bits(r, same, new long[] {6, 11, 14, 14}, new long[] {37, 11, 14, 14});
        bits(r, spread, new long[] {5, 3, 40, 41}, new long[] {18, 3, 19, 20});
        bits(r, same, new long[] {1, 2, 33, 40}, new long[] {64, 2, 33, 40});
    }

    private static void bits(Random r, ConvSpec spec, long[] in, long[] kernel) {
        bits(r, Cell.F32, spec, in, kernel);
        bits(r, Cell.F64, spec, in, kernel);
    }

    private static void bits(Random r, Cell cell, ConvSpec spec, long[] in, long[] kernel) {
        new Problem(cell, spec, in, kernel).verify(new Convolution(new ScalarGemm(Threads.two()), Threads.two()), r);
        Storage x = Storage.allocate(cell, Convolution.count(in, 0));
        Storage w = Storage.allocate(cell, Convolution.count(kernel, 0));
        Cases.fill(r, x);
        Cases.fill(r, w);
        Storage first = Storage.allocate(cell, Convolution.count(spec.outputShape(in, kernel), 0));
        new Convolution(new ScalarGemm(Split.SERIAL), Split.SERIAL)
                .convolve(cell, spec, in, x, 0, kernel, w, 0, first, 0);
        for (int bits : new int[] {128, 256, 512}) {
            Split split = bits == 256 ? new Threads(3) : Split.SERIAL;
            Storage y = Storage.allocate(cell, first.count());
            new Convolution(new VectorGemm(split, bits, false), split)
                    .convolve(cell, spec, in, x, 0, kernel, w, 0, y, 0);
            GemmTest.same(y, first, bits + " bits, " + spec);
        }
    }

    @Test
    void badInputIsNamed() {
        Convolution c = new Convolution(new ScalarGemm(Split.SERIAL), Split.SERIAL);
        Storage s = Storage.allocate(Cell.F32, 4);
        ConvSpec spec = ConvSpec.plain(1);
        long[] tap = {1, 1, 1};
        assertThatThrownBy(() -> spec.outputShape(new long[] {1, 2, 3}, new long[] {1, 3, 1}))
                .hasMessageContaining("input channels must be kernel channels times groups");
        assertThatThrownBy(() -> spec.outputShape(new long[] {1, 2}, new long[] {1, 2, 1}))
                .hasMessageContaining("must have 3 axes");
        assertThatThrownBy(() -> c.convolve(Cell.F32, spec, new long[] {1, 1, 5}, s, 0, tap, s, 0, s, 0))
                .isInstanceOf(IndexOutOfBoundsException.class).hasMessageContaining("the input of [1, 1, 5]");
        assertThatThrownBy(() -> c.convolve(Cell.I32, spec, new long[] {1, 1, 1}, s, 0, tap, s, 0, s, 0))
                .hasMessageContaining("no convolution over I32");
    }
}
