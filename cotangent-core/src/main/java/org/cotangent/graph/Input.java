package org.cotangent.graph;

/// An input of a graph with its role.
public record Input(Var var, Role role) {
}
