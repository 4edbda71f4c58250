package org.cotangent.runtime;

/// TriangularLoops over the columns of small triangular systems; each array is one row, so that C2 compiles them to
/// vectors.
final class TriangularLoops {
    private TriangularLoops() {
    }

    /// The x with t x = b in the place of b, row by row.
    static void solve(double[][] t, double[][] x, int rows, int width, boolean unit) {
        for (int i = 0; i < rows; i++) {
            less(t[i], x, i, x[i], 0, width);
            if (!unit) {
                divide(x[i], t[i][i], 0, width);
            }
        }
    }

    /// sum - f[0] x[0] - ... - f[n - 1] x[n - 1], from column `from` on, one after the other, four at a time.
    static void less(double[] f, double[][] x, int n, double[] sum, int from, int to) {
        int k = 0;
        for (; k + 3 < n; k += 4) {
            four(f[k], x[k], f[k + 1], x[k + 1], f[k + 2], x[k + 2], f[k + 3], x[k + 3], sum, from, to);
        }
        for (; k < n; k++) {
            one(f[k], x[k], sum, from, to);
        }
    }

    private static void four(double a, double[] p, double b, double[] q, double c, double[] r, double d, double[] s,
            double[] sum, int from, int to) {
        for (int j = from; j < to; j++) {
            sum[j] = Math.fma(-d, s[j], Math.fma(-c, r[j], Math.fma(-b, q[j], Math.fma(-a, p[j], sum[j]))));
        }
    }

    private static void one(double f, double[] x, double[] sum, int from, int to) {
        for (int j = from; j < to; j++) {
            sum[j] = Math.fma(-f, x[j], sum[j]);
        }
    }

    static void divide(double[] x, double by, int from, int to) {
        for (int j = from; j < to; j++) {
            x[j] /= by;
        }
    }

    static void negate(double[] x, int width) {
        for (int j = 0; j < width; j++) {
            x[j] = -x[j];
        }
    }
}
