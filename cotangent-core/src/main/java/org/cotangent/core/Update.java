package org.cotangent.core;

/// What a written value does to the element that it meets.
public enum Update {
    /// It takes its place; of several the last stands.
    SET,
    /// It is added; several are added in their order.
    ADD,
    /// It is multiplied in.
    MUL,
    /// The smaller stays.
    MIN,
    /// The larger stays.
    MAX
}
