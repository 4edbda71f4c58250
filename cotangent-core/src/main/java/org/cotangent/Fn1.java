package org.cotangent;

/// A function of one argument, written with tensors.
@FunctionalInterface
public interface Fn1<A, R> {
    R apply(A a);
}
