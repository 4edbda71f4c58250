package org.cotangent.runtime;

/// The loops of [DoubleRows] over `double` in plain Java.
final class ScalarDoubleRows implements DoubleRows {
    @Override
    public void multiply(int width, int kc, double[] a, int[] rows, int at, int shift, double[] b, int bo, double[] c,
                         int co, int ld, boolean add) {
        double[][] sums = new double[12][width];
        double[] line = new double[width];
        for (int p = 0; p < kc; p++) {
            System.arraycopy(b, bo + p * width, line, 0, width);
            for (int i = 0; i < 12; i++) {
                add(a[rows[at + i] + shift + p], line, sums[i]);
            }
        }
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < width; j++) {
                c[co + i * ld + j] = add ? c[co + i * ld + j] + sums[i][j] : sums[i][j];
            }
        }
    }

    @Override
    public void pack(double[] s, int from, int step, int count, double[] d, int to) {
        for (int p = 0; p < count; p++) {
            System.arraycopy(s, from + p * step, d, to + 12 * p, 12);
        }
    }

    private static void add(double x, double[] p, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(x, p[j], sum[j]);
        }
    }
}
