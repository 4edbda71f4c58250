package org.cotangent.core;

/// A record that says that the tensors below it are state: what a step reads and replaces without a derivative, such
/// as running averages. Graphs print them as `state`.
public interface State {
}
