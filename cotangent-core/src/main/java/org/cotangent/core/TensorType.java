package org.cotangent.core;

/// Shape and dtype of a value, known before any number is computed; printed as `f32[3,2]`.
public record TensorType(Shape shape, DType dtype) {
    public static TensorType of(DType dtype, long... sizes) {
        return new TensorType(Shape.of(sizes), dtype);
    }

    public int rank() {
        return shape.rank();
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
