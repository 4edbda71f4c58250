package org.cotangent.runtime;

import java.util.Arrays;

/// The inner loops over `double` in plain Java, for a runtime without the module `jdk.incubator.vector`.
final class ScalarDoubleKernel implements DoubleKernel {
    @Override
    public int panelWidth(long remaining) {
        return (int) Math.min(remaining, MAX_WIDTH);
    }

    @Override
    public boolean direct() {
        return false;
    }

    @Override
    public void tile(int rows, int width, int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
                     boolean add) {
        for (int i = 0; i < rows; i++) {
            int row = co + i * ld;
            Arrays.fill(c, row, row + width, 0);
            int p = 0;
            for (; p + 3 < kc; p += 4) {
                int at = ao + p * rows + i;
                four(a[at], a[at + rows], a[at + 2 * rows], a[at + 3 * rows], b, bo + p * width, c, row, width);
            }
            for (; p < kc; p++) {
                one(a[ao + p * rows + i], b, bo + p * width, c, row, width);
            }
        }
    }

    private static void four(double a0, double a1, double a2, double a3, double[] b, int b0, double[] c, int co,
                             int n) {
        int b1 = b0 + n;
        int b2 = b1 + n;
        int b3 = b2 + n;
        for (int j = 0; j < n; j++) {
            double s = Math.fma(a0, b[b0 + j], c[co + j]);
            c[co + j] = Math.fma(a3, b[b3 + j], Math.fma(a2, b[b2 + j], Math.fma(a1, b[b1 + j], s)));
        }
    }

    private static void one(double a0, double[] b, int b0, double[] c, int co, int n) {
        for (int j = 0; j < n; j++) {
            c[co + j] = Math.fma(a0, b[b0 + j], c[co + j]);
        }
    }

    @Override
    public int dotRows() {
        return 1;
    }

    @Override
    public void dots(int rows, int k, double[] a, int ao, int lda, double[] x, int xo, double[] lanes, int lo) {
        for (int p = 0; p < k; p += LANES) {
            for (int j = 0; j < LANES; j++) {
                lanes[lo + j] = Math.fma(a[ao + p + j], x[xo + p + j], lanes[lo + j]);
            }
        }
    }
}
