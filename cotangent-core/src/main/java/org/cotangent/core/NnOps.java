package org.cotangent.core;

/// Composites that programs with data and losses are made of.
public class NnOps extends IndexOps {
    NnOps() {
    }
}
