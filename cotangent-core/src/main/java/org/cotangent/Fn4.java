package org.cotangent;

/// A function of four arguments, written with tensors.
@FunctionalInterface
public interface Fn4<A, B, C, D, R> {
    R apply(A a, B b, C c, D d);
}
