package org.cotangent.codegen;

/// A generated loop over rows: one lane program with any number of inputs and results, each operand with its own place.
///
/// Operand k (inputs first, then results) is a primitive array or a native segment `at[k]`; its cell for element c of
/// row r is `base[k] + r * stride[k] + c`, or without the c where the program takes one cell a row. Inputs that are
/// single arrive by their bits in `single`. Results must not overlap inputs: the last pass of a row may go over
/// elements of the pass before it once more.
public abstract class LoopKernel {
    /// For generated classes.
    protected LoopKernel() {}

    /// Rows 0 to `rows` of `n` elements; a vector kernel needs `n` of at least [#reach()], and a multiple of
    /// [#lanes()] unless both are equal.
    public abstract void run(Object[] at, long[] single, long[] base, long[] stride, int rows, int n);

    /// Elements of one pass of the loop: 1 for scalar code.
    public abstract int lanes();

    /// Elements touched from the start of one pass, at least [#lanes()].
    public abstract int reach();
}
