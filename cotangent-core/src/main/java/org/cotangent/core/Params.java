package org.cotangent.core;

/// A record that says that the tensors below it are parameters: what training changes. Graphs print them as `param`.
public interface Params {
}
