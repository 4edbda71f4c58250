package org.cotangent.core;

/// A value that stands for a number which is being recorded, differentiated, batched or staged.
public abstract non-sealed class Traced extends Tensor {
    /// The interpreter that gives operations on this value their meaning.
    public abstract Interpreter interpreter();

    /// The value that this one adds something to, such as a direction or a place on a tape; null where there is none.
    public Tensor beneath() {
        return null;
    }
}
