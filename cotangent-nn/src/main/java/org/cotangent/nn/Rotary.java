package org.cotangent.nn;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.arange;
import static org.cotangent.core.Ops.concat;
import static org.cotangent.core.Ops.convert;
import static org.cotangent.core.Ops.cos;
import static org.cotangent.core.Ops.exp;
import static org.cotangent.core.Ops.expandDims;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sin;
import static org.cotangent.core.Ops.slice;
import static org.cotangent.core.Ops.stack;
import static org.cotangent.core.Ops.sub;

import org.cotangent.core.DType;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;

/// Positions as angles: pairs of features turned by `position * base^(-2 i / d)`, so that products of queries and keys
/// depend on distances. Su et al. 2021.
///
/// @param base        how slow the slowest pair turns, usually 10,000
/// @param interleaved whether neighbours are pairs (as in the paper); else feature i and i + d / 2 are (as in Llama)
public record Rotary(double base, boolean interleaved) {
    /// Base 10,000, halves paired.
    public static Rotary standard() {
        return new Rotary(10_000, false);
    }

    /// `x: [..., n, d]` at positions `0 .. n - 1`.
    public Tensor apply(Tensor x) {
        return apply(x, arange(x.size(-2), DType.INT64));
    }

    /// `x: [..., n, d]` at the given positions `[n]`; d is even. Angles are taken in float64.
    public Tensor apply(Tensor x, Tensor positions) {
        long d = x.size(-1);
        if (d % 2 != 0) {
            throw new ShapeException("turn pairs of features", x.type().toString(), "give an even last axis");
        }
        var speed = exp(mul(arange(d / 2, DType.FLOAT64), scalar(-2 * Math.log(base) / d)));
        var angle = mul(expandDims(convert(positions, DType.FLOAT64), -1), speed);
        var c = convert(cos(angle), x.dtype());
        var s = convert(sin(angle), x.dtype());
        int axis = x.rank() - 1;
        var a = interleaved ? slice(x, axis, 0, d, 2) : slice(x, axis, 0, d / 2);
        var b = interleaved ? slice(x, axis, 1, d, 2) : slice(x, axis, d / 2, d);
        var first = sub(mul(a, c), mul(b, s));
        var second = add(mul(b, c), mul(a, s));
        return interleaved ? stack(-1, first, second).reshape(x.shape().sizes()) : concat(axis, first, second);
    }
}
