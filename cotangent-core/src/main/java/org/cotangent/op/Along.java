package org.cotangent.op;

import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.Update;

/// Steps that the rules of operations along an axis share; an axis may be empty.
final class Along {
    private Along() {
    }

    /// Every element one place on along the axis (one place back when `reverse`), and `fill` in the place that is free.
    static Tensor shifted(Tensor x, int axis, boolean reverse, Tensor fill) {
        return Ops.shift(x, axis, reverse ? -1 : 1, fill);
    }

    /// The elements at `index` along the axis.
    static Tensor take(Tensor x, Tensor index, int axis) {
        return x.size(axis) == 0 ? x : Ops.takeAlongAxis(x, index, axis);
    }

    /// The transpose of [#take]: zeros of `shape` with `ct` added at `index`.
    static Tensor put(Tensor ct, Tensor index, int axis, Shape shape) {
        return ct.size(axis) == 0 ? Ops.zeros(ct.type().with(shape))
                : Ops.putAlongAxis(Ops.zeros(ct.type().with(shape)), index, ct, axis, Update.ADD);
    }
}
