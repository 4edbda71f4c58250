package org.cotangent.core;

/// A record that says that the tensors below it are state: what a step reads and replaces without a derivative, such
/// as running averages; also where they lie in a record of parameters' shape. Graphs print them as `state`.
public interface State {
}
