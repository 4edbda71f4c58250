package org.cotangent.op;

import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The few steps that all derivative rules share; null stands for a zero that is never stored.
public final class Rules {
    /// Local derivatives that are met so often that they are made once.
    static final Concrete ONE = Concrete.literal(DType.FLOAT64, 1.0);
    static final Concrete MINUS_ONE = Concrete.literal(DType.FLOAT64, -1.0);

    private Rules() {
    }

    /// Tangent or cotangent times a local derivative; a literal 1 or -1 costs no product.
    public static Tensor times(Tensor t, Tensor local) {
        if (t == null || local == null) {
            return null;
        }
        if (local instanceof Concrete c && c.isLiteral()) {
            double v = c.getDouble(0);
            return v == 0 ? null : v == 1 ? t : v == -1 ? Ops.neg(t) : Ops.mul(t, c);
        }
        return Ops.mul(t, local);
    }

    public static Tensor plus(Tensor a, Tensor b) {
        return a == null ? b : b == null ? a : Ops.add(a, b);
    }

    /// The tangent or cotangent itself, or real zeros of the type in its place.
    public static Tensor orZeros(Tensor t, TensorType type) {
        return t == null ? Ops.zeros(type) : t;
    }

    /// A real zero in place of a tangent of `x`; that of a literal is a literal, which fits any shape.
    static Tensor zeroLike(Tensor x) {
        return x instanceof Concrete c && c.isLiteral() ? Concrete.literal(c.dtype(), 0.0) : Ops.zeros(x.type());
    }
}
