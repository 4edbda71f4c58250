package org.cotangent.graph;

import org.cotangent.core.TensorType;

/// An operand of an equation: a value computed before or a literal.
public sealed interface Atom permits Var, Literal {
    TensorType type();
}
