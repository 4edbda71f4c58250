package org.cotangent.core;

/// Linear algebra: factorizations and what is solved with them.
public class LinalgOps extends NnOps {
    LinalgOps() {
    }
}
