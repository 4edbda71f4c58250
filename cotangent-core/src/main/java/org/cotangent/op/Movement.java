package org.cotangent.op;

/// A linear operation that only moves elements: every result element is a copy of an operand element or a fill.
public sealed interface Movement extends Linear permits Reshape, Permute, Broadcast {
}
