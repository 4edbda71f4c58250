package org.cotangent.nn;

import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;

/// The transpose of a convolution, which enlarges: `[N, in, spatial...]` to `[N, out, places...]`.
///
/// @param weight `[in, out / groups, kernel...]`
/// @param bias   `[out]`, or null
/// @param window step, padding, spacing and groups of the convolution that this is the transpose of
/// @param extra  more places behind on each axis; one number serves all axes
public record ConvolutionTranspose(Tensor weight, Tensor bias, Window window, List<Long> extra) implements Plain {
    /// Drawn with variance `2 / fan in` (He), bias 0, no extra places.
    public static ConvolutionTranspose of(Tensor key, long in, long out, Window window, long... kernel) {
        long each = out / window.groups();
        var shape = new long[kernel.length + 2];
        shape[0] = in;
        shape[1] = each;
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        var fans = Fans.convolution(each, in / window.groups(), kernel);
        return new ConvolutionTranspose(Initialiser.heNormal().draw(key, fans, shape), Ops.zeros(out), window,
                List.of(0L));
    }

    @Override
    public Tensor apply(Tensor x) {
        var more = extra.stream().mapToLong(Long::longValue).toArray();
        return Convolution.shifted(Ops.convTranspose(x, weight, window, more), bias);
    }
}
