package org.cotangent;

/// A function of three arguments, written with tensors.
@FunctionalInterface
public interface Fn3<A, B, C, R> {
    R apply(A a, B b, C c);
}
