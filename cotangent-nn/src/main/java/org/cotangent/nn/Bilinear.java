package org.cotangent.nn;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.einsum;

import org.cotangent.core.Ops;
import org.cotangent.core.Params;
import org.cotangent.core.Tensor;

/// `y[o] = sum over i, j of a[i] weight[o, i, j] b[j] + bias[o]`, over the last axes of two tensors.
///
/// @param weight `[out, left, right]`
/// @param bias   `[out]`, or null
public record Bilinear(Tensor weight, Tensor bias) implements Params {
    /// Drawn with variance `1 / left`, bias 0.
    public static Bilinear of(Tensor key, long left, long right, long out) {
        return new Bilinear(Initialiser.lecunNormal().draw(key, new Fans(left, out), out, left, right),
                Ops.zeros(out));
    }

    /// `a: [..., left]` and `b: [..., right]` to `[..., out]`; the leading axes are equal.
    public Tensor apply(Tensor a, Tensor b) {
        var y = einsum("...i,oij,...j->...o", a, weight, b);
        return bias == null ? y : add(y, bias);
    }
}
