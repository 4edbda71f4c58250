package org.cotangent.nn;

/// How many numbers go into, and how many come out of, each number of a layer's result: what the size of first weights
/// goes by.
public record Fans(long in, long out) {
    static Fans dense(long in, long out) {
        return new Fans(in, out);
    }

    /// Of a convolution with weights `[out, in / groups, kernel...]`.
    static Fans convolution(long out, long inEach, long... kernel) {
        long places = 1;
        for (long k : kernel) {
            places = Math.multiplyExact(places, k);
        }
        return new Fans(Math.multiplyExact(inEach, places), Math.multiplyExact(out, places));
    }
}
