package org.cotangent.op;

/// Operations that go along an axis in order: sorts, and running products and extremes.
public sealed interface Ordering extends General permits Cumulative, Recurrence, Sort, TopK {
}
