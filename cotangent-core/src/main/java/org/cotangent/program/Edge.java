package org.cotangent.program;

import org.cotangent.core.Concrete;

/// One use of an operand by an operation.
///
/// @param operand the name of the operand's node
/// @param local the local derivative; null where result or operand is not a scalar
/// @param contribution what this use adds to the operand's cotangent; null where only the forward values were wanted
public record Edge(String operand, Double local, Concrete contribution) {
}
