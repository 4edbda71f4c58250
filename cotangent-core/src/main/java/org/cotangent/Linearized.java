package org.cotangent;

/// The value of a function and its derivative there as a linear function, computed from stored residuals.
public record Linearized<A, R>(R value, Fn1<A, R> tangent) {
}
