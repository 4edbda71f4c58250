package org.cotangent.core;

/// Random numbers from explicit keys.
public class RandomOps extends LinalgOps {
    RandomOps() {
    }
}
