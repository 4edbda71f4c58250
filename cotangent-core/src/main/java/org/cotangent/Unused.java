package org.cotangent;

/// What the gradient with respect to a leaf that the function never uses shall be.
public enum Unused {
    /// An error that names the leaf.
    ERROR,
    /// Zeros.
    ZEROS
}
