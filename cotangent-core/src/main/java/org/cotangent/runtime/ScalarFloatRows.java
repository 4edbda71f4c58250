package org.cotangent.runtime;

/// The loops of [FloatRows] over `float` in plain Java.
final class ScalarFloatRows implements FloatRows {
    @Override
    public void multiply(int width, int kc, float[] a, int[] rows, int at, int shift, float[] b, int bo, float[] c,
                         int co, int ld, boolean add) {
        float[][] sums = new float[12][width];
        float[] line = new float[width];
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
    public void pack(float[] s, int from, int step, int count, float[] d, int to) {
        for (int p = 0; p < count; p++) {
            System.arraycopy(s, from + p * step, d, to + 12 * p, 12);
        }
    }

    private static void add(float x, float[] p, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(x, p[j], sum[j]);
        }
    }
}
