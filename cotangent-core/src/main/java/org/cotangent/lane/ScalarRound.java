package org.cotangent.lane;

/// Remainders of large quotients, one at a time.
public final class ScalarRound {
    private ScalarRound() {}

    /// Java's `%`, exact.
    public static double rem(double x, double y) {
        return x % y;
    }

    /// Java's `%`, exact.
    public static float rem(float x, float y) {
        return x % y;
    }
}
