package org.cotangent.core;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.op.AxisList;

/// Readings of shapes and axes as people give them.
final class Shapes {
    private Shapes() {
    }

    /// The shape with its -1 worked out.
    static Shape infer(TensorType x, long[] sizes) {
        int at = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && at < 0) {
                at = i;
            } else {
                known = Math.multiplyExact(known, sizes[i]);
            }
        }
        if (at < 0) {
            return Shape.of(sizes);
        }
        if (known <= 0 || x.shape().count() % known != 0) {
            throw new ShapeException("reshape to " + Arrays.toString(sizes), x.toString(),
                    "the other sizes must divide the number of elements");
        }
        var out = sizes.clone();
        out[at] = x.shape().count() / known;
        return Shape.of(out);
    }

    /// The axes counted from 0 and in increasing order; none given: all.
    static List<Integer> axes(TensorType x, int[] axes) {
        if (axes.length == 0) {
            return AxisList.range(x.rank());
        }
        var out = new int[axes.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x.shape().axis(axes[i]);
        }
        Arrays.sort(out);
        for (int i = 1; i < out.length; i++) {
            if (out[i] == out[i - 1]) {
                throw new ShapeException("reduce along axes " + Arrays.toString(axes), x.toString(),
                        "name each axis once");
            }
        }
        return AxisList.of(out);
    }

    /// Number of elements that a reduction along the axes combines into one.
    static long count(TensorType x, int[] axes) {
        long count = 1;
        for (int a : axes(x, axes)) {
            count = Math.multiplyExact(count, x.shape().size(a));
        }
        return count;
    }

    /// `f` of the tensor; half-precision floats go through float32 and are rounded back.
    static Tensor wide(Tensor x, UnaryOperator<Tensor> f) {
        var half = x.dtype();
        if (!half.isHalf()) {
            return f.apply(x);
        }
        var y = f.apply(Promotion.convert(x, DType.FLOAT32));
        return y.dtype() == DType.FLOAT32 ? Promotion.convert(y, half) : y;
    }
}
