package org.cotangent.core;

/// Functions that read and write parts of tensors.
public class IndexOps extends ReduceOps {
    IndexOps() {
    }
}
