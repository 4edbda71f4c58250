package org.cotangent.op;

/// The open door: an operation that a user adds, with all its rules.
public non-sealed interface Custom extends Op {
}
