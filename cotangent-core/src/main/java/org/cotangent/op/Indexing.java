package org.cotangent.op;

/// A linear operation that reads or writes windows of a tensor: at places that are operands, or sliding along it.
public sealed interface Indexing extends Linear permits DynamicSlice, DynamicUpdate, Gather, Scatter, Unfold, Fold {
}
