package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;

/// A convolution of `[N, in, spatial...]` over one to three (or more) spatial axes.
///
/// @param weight `[out, in / groups, kernel...]`
/// @param bias   `[out]`, or null
/// @param window step, padding, spacing and groups
public record Convolution(Tensor weight, Tensor bias, Window window) implements Plain {
    /// Drawn with variance `2 / fan in` (He), bias 0.
    public static Convolution of(Tensor key, long in, long out, Window window, long... kernel) {
        return of(key, in, out, window, Initialiser.heNormal(), kernel);
    }

    /// Drawn as said, bias 0.
    public static Convolution of(Tensor key, long in, long out, Window window, Initialiser initial, long... kernel) {
        long each = in / window.groups();
        var shape = new long[kernel.length + 2];
        shape[0] = out;
        shape[1] = each;
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        return new Convolution(initial.draw(key, Fans.convolution(out, each, kernel), shape), Ops.zeros(out), window);
    }

    /// Without bias.
    public Convolution unbiased() {
        return new Convolution(weight, null, window);
    }

    @Override
    public Tensor apply(Tensor x) {
        return shifted(Ops.conv(x, weight, window), bias);
    }

    /// With one number added for each channel.
    static Tensor shifted(Tensor y, Tensor bias) {
        if (bias == null) {
            return y;
        }
        var sizes = new long[y.rank() - 1];
        java.util.Arrays.fill(sizes, 1);
        sizes[0] = bias.size(0);
        return Ops.add(y, bias.reshape(sizes));
    }
}
