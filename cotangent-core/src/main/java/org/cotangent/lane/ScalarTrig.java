package org.cotangent.lane;

/// Sine, cosine and tangent of large arguments, one at a time, by `StrictMath`, whose bits are fixed by its
/// specification and whose reduction is exact.
public final class ScalarTrig {
    private ScalarTrig() {}

    public static double sin(double x) {
        return StrictMath.sin(x);
    }

    public static float sin(float x) {
        return (float) StrictMath.sin(x);
    }

    public static double cos(double x) {
        return StrictMath.cos(x);
    }

    public static float cos(float x) {
        return (float) StrictMath.cos(x);
    }

    public static double tan(double x) {
        return StrictMath.tan(x);
    }

    public static float tan(float x) {
        return (float) StrictMath.tan(x);
    }
}
