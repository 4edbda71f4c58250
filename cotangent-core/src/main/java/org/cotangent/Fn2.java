package org.cotangent;

/// A function of two arguments, written with tensors.
@FunctionalInterface
public interface Fn2<A, B, R> {
    R apply(A a, B b);
}
