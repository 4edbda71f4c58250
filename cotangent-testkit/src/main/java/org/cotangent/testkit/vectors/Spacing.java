package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// Derivatives of sampled functions by differences, to second order inside.
final class Spacing {
    private Spacing() {
    }

    static List<Tensor> gradient(Args a) {
        var x = a.tensor(0);
        var given = a.axes(-1, "dim", x);
        int[] axes = given == null ? IntStream.range(0, x.rank()).toArray() : given;
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < axes.length; i++) {
            out.add(along(x, axes[i], coordinates(a, i, x.size(axes[i])), a.integer(-1, "edge_order", 1)));
        }
        return out;
    }

    private static double[] coordinates(Args a, int i, long n) {
        var spacing = a.node(-1, "spacing");
        if (spacing != null && spacing.isArray() && Json.isTensor(spacing.get(i))) {
            return Json.tensor(spacing.get(i), "spacing").toDoubleArray();
        }
        double h = spacing == null ? 1 : Json.number(spacing.isArray() ? spacing.get(i) : spacing, "spacing");
        return IntStream.range(0, (int) n).mapToDouble(k -> k * h).toArray();
    }

    /// The derivative as a matrix applied along the axis.
    private static Tensor along(Tensor x, int axis, double[] at, int edge) {
        int n = at.length;
        var m = new double[n][n];
        for (int i = 1; i < n - 1; i++) {
            stencil(m[i], at, i, i - 1, i, i + 1);
        }
        if (edge == 1) {
            stencil(m[0], at, 0, 0, 1);
            stencil(m[n - 1], at, n - 1, n - 2, n - 1);
        } else {
            stencil(m[0], at, 0, 0, 1, 2);
            stencil(m[n - 1], at, n - 1, n - 3, n - 2, n - 1);
        }
        var matrix = convert(tensor(Arrays.stream(m).flatMapToDouble(Arrays::stream).toArray()), DType.FLOAT64)
                .reshape(n, n);
        var last = moveAxis(x, axis, x.rank() - 1).matmul(transpose(matrix));
        return moveAxis(last, x.rank() - 1, axis);
    }

    /// Weights of the derivative at point `i` of the polynomial through the given points.
    private static void stencil(double[] row, double[] at, int i, int... points) {
        for (int j : points) {
            double sum = 0;
            for (int k : points) {
                if (k != j) {
                    double term = 1 / (at[j] - at[k]);
                    for (int l : points) {
                        term *= l == j || l == k ? 1 : (at[i] - at[l]) / (at[j] - at[l]);
                    }
                    sum += term;
                }
            }
            row[j] += sum;
        }
    }
}
