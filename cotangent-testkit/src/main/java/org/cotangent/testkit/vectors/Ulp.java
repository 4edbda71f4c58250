package org.cotangent.testkit.vectors;

/// Distances counted in representable numbers.
final class Ulp {
    private Ulp() {
    }

    /// Number of doubles from one to the other; zeros of both signs count as one; infinite where only one is NaN.
    static double between(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(a) && Double.isNaN(b) ? 0 : Double.POSITIVE_INFINITY;
        }
        return distance(order(a), order(b));
    }

    /// Number of floats from one to the other.
    static double between(float a, float b) {
        if (Float.isNaN(a) || Float.isNaN(b)) {
            return Float.isNaN(a) && Float.isNaN(b) ? 0 : Double.POSITIVE_INFINITY;
        }
        return distance(order(a), order(b));
    }

    /// Taken as integers, where a difference of one is not rounded away.
    private static double distance(long a, long b) {
        long d = a - b;
        boolean overflow = ((a ^ b) & (a ^ d)) < 0;
        return overflow ? Math.abs((double) a - b) : Math.abs((double) d);
    }

    private static long order(double x) {
        long bits = Double.doubleToRawLongBits(x);
        return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }

    private static long order(float x) {
        int bits = Float.floatToRawIntBits(x);
        return bits < 0 ? Integer.MIN_VALUE - (long) bits : bits;
    }
}
