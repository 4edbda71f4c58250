package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// A row of a table for each integer.
///
/// @param table `[rows, width]`
public record Embedding(Tensor table) implements Plain {
    /// Drawn from a normal distribution with deviation 1.
    public static Embedding of(Tensor key, long rows, long width) {
        return of(key, rows, width, Initialiser.normal(1));
    }

    /// Drawn as said.
    public static Embedding of(Tensor key, long rows, long width, Initialiser initial) {
        return new Embedding(initial.draw(key, Fans.dense(rows, width), rows, width));
    }

    /// `[...]` of integers to `[..., width]`.
    @Override
    public Tensor apply(Tensor indices) {
        return Ops.embedding(table, indices);
    }

    /// Scores of all rows, `x table^T`, for an output layer that shares the table: `[..., width]` to `[..., rows]`.
    public Tensor scores(Tensor x) {
        return Ops.matmul(x, Ops.transpose(table));
    }
}
