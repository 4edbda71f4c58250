package org.cotangent.op;

/// A linear operation that adds elements of its operand.
public sealed interface Summing extends Linear permits Sum, CumSum {
}
