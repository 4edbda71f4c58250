package org.cotangent;

/// The value of a function and its derivative in one direction, the tangent.
public record Jvp<R>(R value, R tangent) {
}
