package org.cotangent.graph;

import org.cotangent.core.TensorType;

/// A value of a graph, defined once: an input or a result of an equation. Identity is what tells two apart.
public final class Var implements Atom {
    private final TensorType type;
    private final String name;

    /// A value; `name` is a hint for printing, or null.
    public Var(TensorType type, String name) {
        this.type = type;
        this.name = name;
    }

    @Override
    public TensorType type() {
        return type;
    }

    /// The name that a person gave it, or null.
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return (name == null ? "%?" : name) + ": " + type;
    }
}
