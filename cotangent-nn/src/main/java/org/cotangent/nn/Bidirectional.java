package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// One cell run forwards and one run backwards over `[T, ..., in]`, their results side by side: `[T, ..., 2 width]`.
/// Schuster, Paliwal 1997.
public record Bidirectional(Cell<?> ahead, Cell<?> back) implements Plain {
    @Override
    public Tensor apply(Tensor xs) {
        return Ops.concat(xs.rank() - 1, Recurrent.of(ahead).apply(xs), Recurrent.of(back).backwards().apply(xs));
    }
}
