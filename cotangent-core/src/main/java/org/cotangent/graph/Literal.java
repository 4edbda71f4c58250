package org.cotangent.graph;

import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;

/// A constant of a graph; scalar literals fit any shape. Equal when type, weakness and bits are equal.
public record Literal(Concrete value) implements Atom {
    @Override
    public TensorType type() {
        return value.type();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Literal l && l.value.type().equals(value.type()) && l.value.isLiteral() == value.isLiteral()
                && l.value.storage().segment().mismatch(value.storage().segment()) == -1;
    }

    @Override
    public int hashCode() {
        int h = value.type().hashCode();
        long n = Math.min(16, value.shape().count());
        for (long i = 0; i < n; i++) {
            h = 31 * h + (value.dtype() == DType.INT64 ? Long.hashCode(value.getLong(i))
                    : Double.hashCode(value.getDouble(i)));
        }
        return h;
    }
}
