package org.cotangent.core;

import org.cotangent.storage.Storage;

/// A tensor whose numbers are there. Immutable: nothing writes into its storage after it has been handed out.
public final class Concrete extends Tensor {
    private final TensorType type;
    private final Storage storage;
    private final boolean literal;

    private Concrete(TensorType type, Storage storage, boolean literal) {
        this.type = type;
        this.storage = storage;
        this.literal = literal;
    }

    /// A tensor over the given storage, which must hold exactly its elements.
    public static Concrete of(TensorType type, Storage storage) {
        if (storage.count() != type.shape().count() || storage.cell() != type.dtype().cell()) {
            throw new ShapeException("lay " + type + " over a storage",
                    storage.count() + " cells of " + storage.cell(), "give " + type.shape().count() + " "
                            + type.dtype().cell());
        }
        return new Concrete(type, storage, false);
    }

    /// A scalar literal: its dtype gives way to that of the tensor it meets.
    public static Concrete literal(DType dtype, double value) {
        return new Concrete(new TensorType(Shape.SCALAR, dtype), Elements.scalar(dtype, value), true);
    }

    /// An integer literal.
    public static Concrete literal(DType dtype, long value) {
        var storage = Storage.allocate(dtype.cell(), 1);
        Elements.setLong(dtype, storage, 0, value);
        return new Concrete(new TensorType(Shape.SCALAR, dtype), storage, true);
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public Concrete concrete() {
        return this;
    }

    /// The memory.
    ///
    /// @throws DonatedException when it was donated to a call of a compiled function
    public Storage storage() {
        if (isDonated()) {
            throw new DonatedException("read a tensor " + type, "a tensor that was donated to a call before, whose "
                    + "memory holds other numbers now", "use the results of that call, or do not donate it");
        }
        return storage;
    }

    /// Whether its memory was donated and is no longer its own.
    public boolean isDonated() {
        return storage.isReleased();
    }

    /// Whether this is a scalar literal, whose dtype is weak and which needs no broadcasting.
    public boolean isLiteral() {
        return literal;
    }

    /// Whether this is the literal with exactly this value.
    public boolean isLiteral(double value) {
        return literal && getDouble(0) == value;
    }

    /// This scalar as a literal, or this literal as an ordinary scalar.
    public Concrete asLiteral(boolean literal) {
        return literal == this.literal ? this : new Concrete(type, storage, literal && type.rank() == 0);
    }

    /// The same storage under another shape with as many elements.
    public Concrete reshaped(Shape shape) {
        return of(type.with(shape), storage());
    }

    /// Element `i` in row-major order; bool is 0 or 1.
    public double getDouble(long i) {
        return Elements.getDouble(type.dtype(), storage(), i);
    }

    /// Element `i` in row-major order; floats are truncated.
    public long getLong(long i) {
        return Elements.getLong(type.dtype(), storage(), i);
    }

    /// The numbers as nested brackets, summarised where there are many.
    @Override
    public String toString() {
        return TensorText.of(this);
    }
}
