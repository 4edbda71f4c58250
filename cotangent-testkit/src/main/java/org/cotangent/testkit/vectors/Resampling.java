package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.core.Tensor;

/// Images and signals at another resolution: one matrix along each spatial axis.
final class Resampling {
    private static final double A = -0.75;

    private Resampling() {
    }

    static void add(Map<String, Operator> out) {
        out.put("nn.functional.interpolate",
                one(a -> resampled(a.tensor(0), a.longs(1, "size", 1), a.number(2, "scale_factor", Double.NaN),
                a.text(3, "mode", "nearest"), a.flag(4, "align_corners", false))));
        out.put("nn.functional.upsample_nearest", one(a -> resampled(a.tensor(0), a.longs(1, "size", 1),
                a.number(2, "scale_factor", Double.NaN), "nearest", false)));
        out.put("nn.functional.upsample_bilinear", one(a -> resampled(a.tensor(0), a.longs(1, "size", 1),
                a.number(2, "scale_factor", Double.NaN), "bilinear", true)));
    }

    private static Tensor resampled(Tensor x, long[] sizes, double factor, String mode, boolean corners) {
        for (int axis = 2; axis < x.rank(); axis++) {
            int in = (int) x.size(axis);
            int out = (int) (sizes == null ? Math.floor(in * factor) : sizes.length == 1 ? sizes[0] : sizes[axis - 2]);
            double scale = corners ? (out > 1 ? (in - 1.0) / (out - 1) : 0) : sizes == null ? 1 / factor
                    : (double) in / out;
            var m = new double[in][out];
            for (int o = 0; o < out; o++) {
                weights(m, o, in, out, scale, mode, corners);
            }
            var matrix = tensor(Arrays.stream(m).flatMapToDouble(Arrays::stream).toArray()).reshape(in, out);
            x = moveAxis(moveAxis(x, axis, x.rank() - 1).matmul(matrix), x.rank() - 1, axis);
        }
        return x;
    }

    private static void weights(double[][] m, int o, int in, int out, double scale, String mode, boolean corners) {
        double at = corners ? o * scale : (o + 0.5) * scale - 0.5;
        switch (mode) {
            case "nearest" -> m[(int) Math.min(in - 1, Math.floor(o * scale))][o] = 1;
            case "area" -> {
                int from = o * in / out;
                int to = Math.ceilDiv((o + 1) * in, out);
                for (int i = from; i < to; i++) {
                    m[i][o] = 1.0 / (to - from);
                }
            }
            case "linear", "bilinear" -> {
                double x = Math.max(0, at);
                int i = (int) Math.min(in - 1, Math.floor(x));
                double t = Math.min(1, x - i);
                m[i][o] += 1 - t;
                m[Math.min(in - 1, i + 1)][o] += t;
            }
            case "bicubic" -> {
                int i = (int) Math.floor(at);
                double t = at - i;
                double[] w = {outer(t + 1), inner(t), inner(1 - t), outer(2 - t)};
                for (int k = 0; k < 4; k++) {
                    m[Math.clamp(i - 1 + k, 0, in - 1)][o] += w[k];
                }
            }
            default -> throw new MissingOperation("interpolation `" + mode + "`");
        }
    }

    /// Keys' cubic convolution, |t| <= 1.
    private static double inner(double t) {
        return ((A + 2) * t - (A + 3)) * t * t + 1;
    }

    /// Keys' cubic convolution, 1 <= |t| <= 2.
    private static double outer(double t) {
        return ((A * t - 5 * A) * t + 8 * A) * t - 4 * A;
    }
}
