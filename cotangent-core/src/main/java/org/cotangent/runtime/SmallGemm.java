package org.cotangent.runtime;

import java.util.Arrays;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Products of a few numbers by plain loops over the operands where they lie: every implementation sends them here,
/// so a shape goes one way whatever the provider.
///
/// The order is that of [ScalarGemm]: a chain of fused multiply-adds begun at 0; for vectors over virtual lanes that
/// are added as a tree, as in [DoubleDots].
final class SmallGemm {
    /// Multiply-adds up to which these loops are quicker than a call of a library.
    private static final long MOST = 512;

    private SmallGemm() {
    }

    /// Whether products of these extents, all positive, are done here.
    static boolean takes(Cell cell, long m, long n, long k) {
        return (cell == Cell.F32 || cell == Cell.F64) && m <= MOST && n <= MOST && k <= MOST && m * n * k <= MOST;
    }

    /// Runs a product that [#takes] lets pass.
    static void run(Cell cell, Product p) {
        var a = onHeap(p.a(), p.ao(), p.ars(), p.acs(), p.m(), p.k());
        var b = onHeap(p.b(), p.bo(), p.brs(), p.bcs(), p.k(), p.n());
        if (cell == Cell.F64) {
            doubles(p, (double[]) a.cells, a, (double[]) b.cells, b);
        } else {
            floats(p, (float[]) a.cells, a, (float[]) b.cells, b);
        }
    }

    private record Operand(Object cells, int at, int rows, int cols) {
    }

    /// The operand where it lies, or a copy where it lies off the heap.
    private static Operand onHeap(Storage s, long at, long rowStride, long colStride, long rows, long cols) {
        if (s.base() != null) {
            return new Operand(s.base(), (int) at + s.baseOffset(), (int) rowStride, (int) colStride);
        }
        var copy = Storage.allocate(s.cell(), rows * cols);
        MatrixCopies.copy(s.segment(), at, rowStride, colStride, s.cell(), rows, cols, copy.segment(), 0, cols, 1);
        return new Operand(copy.base(), 0, (int) cols, 1);
    }

    private static void doubles(Product p, double[] a, Operand x, double[] b, Operand y) {
        int k = (int) p.k();
        var lanes = p.m() == 1 || p.n() == 1 ? new double[DoubleKernel.LANES] : null;
        for (int i = 0; i < p.m(); i++) {
            for (int j = 0; j < p.n(); j++) {
                int from = x.at + i * x.rows;
                int to = y.at + j * y.cols;
                double sum = lanes == null ? chain(a, from, x.cols, b, to, y.rows, k)
                        : tree(a, from, x.cols, b, to, y.rows, k, lanes);
                long at = p.co() + i * p.crs() + j * p.ccs();
                p.c().setDouble(at, p.add() ? p.c().getDouble(at) + sum : sum);
            }
        }
    }

    private static double chain(double[] a, int x, int xs, double[] b, int y, int ys, int k) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
            sum = Math.fma(a[x + l * xs], b[y + l * ys], sum);
        }
        return sum;
    }

    private static double tree(double[] a, int x, int xs, double[] b, int y, int ys, int k, double[] lanes) {
        Arrays.fill(lanes, 0);
        for (int l = 0; l < k; l++) {
            int lane = l % DoubleKernel.LANES;
            lanes[lane] = Math.fma(a[x + l * xs], b[y + l * ys], lanes[lane]);
        }
        for (int half = DoubleKernel.LANES / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] += lanes[j + half];
            }
        }
        return lanes[0];
    }

    private static void floats(Product p, float[] a, Operand x, float[] b, Operand y) {
        int k = (int) p.k();
        var lanes = p.m() == 1 || p.n() == 1 ? new float[FloatKernel.LANES] : null;
        for (int i = 0; i < p.m(); i++) {
            for (int j = 0; j < p.n(); j++) {
                int from = x.at + i * x.rows;
                int to = y.at + j * y.cols;
                float sum = lanes == null ? chain(a, from, x.cols, b, to, y.rows, k)
                        : tree(a, from, x.cols, b, to, y.rows, k, lanes);
                long at = p.co() + i * p.crs() + j * p.ccs();
                p.c().setFloat(at, p.add() ? p.c().getFloat(at) + sum : sum);
            }
        }
    }

    private static float chain(float[] a, int x, int xs, float[] b, int y, int ys, int k) {
        float sum = 0;
        for (int l = 0; l < k; l++) {
            sum = Math.fma(a[x + l * xs], b[y + l * ys], sum);
        }
        return sum;
    }

    private static float tree(float[] a, int x, int xs, float[] b, int y, int ys, int k, float[] lanes) {
        Arrays.fill(lanes, 0);
        for (int l = 0; l < k; l++) {
            int lane = l % FloatKernel.LANES;
            lanes[lane] = Math.fma(a[x + l * xs], b[y + l * ys], lanes[lane]);
        }
        for (int half = FloatKernel.LANES / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] += lanes[j + half];
            }
        }
        return lanes[0];
    }
}
