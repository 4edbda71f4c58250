package org.cotangent.core;

import java.util.List;

/// Shape and dtype of a value, known before any number is computed; printed as `f32[3,2]`.
public record TensorType(Shape shape, DType dtype) {
    public static TensorType of(DType dtype, long... sizes) {
        return new TensorType(Shape.of(sizes), dtype);
    }

    /// The types of values, in order.
    public static List<TensorType> of(List<? extends Tensor> values) {
        if (values.size() == 1) {
            return List.of(values.getFirst().type());
        }
        var out = new TensorType[values.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = values.get(i).type();
        }
        return List.of(out);
    }

    public int rank() {
        return shape.rank();
    }

    /// Bytes of all numbers, exactly.
    public long bytes() {
        return Math.multiplyExact(shape.count(), dtype.cell().bytes());
    }

    public TensorType with(Shape shape) {
        return new TensorType(shape, dtype);
    }

    public TensorType with(DType dtype) {
        return dtype == this.dtype ? this : new TensorType(shape, dtype);
    }

    @Override
    public String toString() {
        return dtype.text() + shape;
    }
}
