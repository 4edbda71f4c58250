package org.cotangent.runtime;

import java.lang.foreign.MemorySegment;

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

    /// The rows in use are copied to arrays of their own: only then does C2 vectorise the loop (41 instead of 7 GFLOP/s
    /// for `double` on AVX-512), since it cannot know that parts of one array do not overlap.
    @Override
    public void tile(int rows, int width, int kc, double[] a, int ao, double[] b, int bo, double[] c, int co, int ld,
                     boolean add) {
        double[][] sums = new double[rows][width];
        double[][] four = new double[4][width];
        int p = 0;
        for (; p + 3 < kc; p += 4) {
            for (int q = 0; q < 4; q++) {
                System.arraycopy(b, bo + (p + q) * width, four[q], 0, width);
            }
            for (int i = 0; i < rows; i++) {
                int at = ao + p * rows + i;
                four(a[at], four[0], a[at + rows], four[1], a[at + 2 * rows], four[2], a[at + 3 * rows], four[3],
                        sums[i]);
            }
        }
        for (; p < kc; p++) {
            System.arraycopy(b, bo + p * width, four[0], 0, width);
            for (int i = 0; i < rows; i++) {
                one(a[ao + p * rows + i], four[0], sums[i]);
            }
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(sums[i], 0, c, co + i * ld, width);
        }
    }

    private static void four(double x, double[] p, double y, double[] q, double z, double[] r, double w, double[] s,
                             double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(w, s[j], Math.fma(z, r[j], Math.fma(y, q[j], Math.fma(x, p[j], sum[j]))));
        }
    }

    private static void one(double x, double[] p, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(x, p[j], sum[j]);
        }
    }

    @Override
    public void store(double[] tile, int rows, int width, MemorySegment c, long at, long rowBytes, boolean add) {
        throw new UnsupportedOperationException("not direct");
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

    @Override
    public DoubleRows rows() {
        return new ScalarDoubleRows();
    }
}
