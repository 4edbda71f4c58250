package org.cotangent;

/// The value of a function and its pull back: from a cotangent of the result to one of the argument.
public record Vjp<A, R>(R value, Fn1<R, A> pullback) {
}
