package org.cotangent.lane;

/// Variates that take a number of tries: one element at a time, from a key of its own, so that no element depends on
/// how often another one was tried.
///
/// They use `StrictMath` and plain arithmetic only, so their bits are the same everywhere.
public final class Samplers {
    private static final int PARITY = 0x1BD11BDA;
    private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};
    private static final double POISSON_FROM = 10;
    private static final long MOST = 1 << 20;

    private Samplers() {}

    /// The 64 bits of [LaneRandom#wideBits].
    public static long threefry(long key, long counter) {
        int k0 = (int) (key >>> 32);
        int k1 = (int) key;
        int k2 = k0 ^ k1 ^ PARITY;
        int x0 = (int) (counter >>> 32) + k0;
        int x1 = (int) counter + k1;
        for (int s = 1; s <= 5; s++) {
            for (int r = 0; r < 4; r++) {
                x0 += x1;
                x1 = Integer.rotateLeft(x1, ROTATIONS[(s - 1) % 2 * 4 + r]) ^ x0;
            }
            x0 += s % 3 == 0 ? k0 : s % 3 == 1 ? k1 : k2;
            x1 += (s % 3 == 0 ? k1 : s % 3 == 1 ? k2 : k0) + s;
        }
        return (long) x0 << 32 | x1 & 0xffffffffL;
    }

    /// A number in (0, 1), not nearer to either end than 2^-54.
    private static double open(long bits) {
        return ((bits >>> 11) + 0.5) * 0x1p-53;
    }

    private static double exponential(long bits) {
        return -StrictMath.log(open(bits));
    }

    /// Box and Muller.
    private static double normal(long first, long second) {
        return StrictMath.sqrt(2 * exponential(first)) * StrictMath.cos(2 * Math.PI * open(second));
    }

    /// The logarithm of a gamma variate of shape `alpha` (Marsaglia and Tsang: A simple method for generating gamma
    /// variables, 2000; below 1 from shape alpha + 1 times U^(1 / alpha)), of element `index` of a key.
    ///
    /// Minus infinity for a shape of 0, NaN for one that is negative, infinite or NaN.
    public static double logGamma(long key, long index, double alpha) {
        if (!(alpha > 0) || alpha == Double.POSITIVE_INFINITY) {
            return alpha == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
        long own = threefry(key, index);
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        for (long t = 0; t < MOST; t++) {
            double z = normal(threefry(own, 3 * t), threefry(own, 3 * t + 1));
            double root = 1 + c * z;
            if (root <= 0) {
                continue;
            }
            double v = root * root * root;
            double log = 3 * StrictMath.log1p(c * z);
            if (-exponential(threefry(own, 3 * t + 2)) < z * z / 2 + d * (1 - v + log)) {
                double s = StrictMath.log(d) + log;
                return alpha < 1 ? s - exponential(threefry(own, -1)) / alpha : s;
            }
        }
        return Double.NaN;
    }

    /// A Poisson variate of a mean, of element `index` of a key; -1 for a mean that is negative or NaN.
    ///
    /// Below 10 by adding up probabilities; beyond by transformed rejection (Hormann: The transformed rejection method
    /// for generating Poisson random variables, 1993, algorithm PTRS).
    public static long poisson(long key, long index, double mean) {
        if (!(mean >= 0)) {
            return -1;
        }
        long own = threefry(key, index);
        return mean < POISSON_FROM ? searched(open(threefry(own, 0)), mean) : rejected(own, mean);
    }

    private static long searched(double u, double mean) {
        double p = StrictMath.exp(-mean);
        double left = u - p;
        long k = 0;
        while (left > 0 && p > 0) {
            k++;
            p *= mean / k;
            left -= p;
        }
        return k;
    }

    private static long rejected(long own, double mean) {
        double b = 0.931 + 2.53 * StrictMath.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double inverse = 1.1239 + 1.1328 / (b - 3.4);
        double sure = 0.9277 - 3.6224 / (b - 2);
        for (long t = 0; t < MOST; t++) {
            double u = open(threefry(own, 2 * t)) - 0.5;
            double v = open(threefry(own, 2 * t + 1));
            double edge = 0.5 - StrictMath.abs(u);
            double k = StrictMath.floor((2 * a / edge + b) * u + mean + 0.43);
            if (edge >= 0.07 && v <= sure) {
                return (long) k;
            }
            if (k >= 0 && (edge >= 0.013 || v <= edge)
                    && StrictMath.log(v * inverse / (a / (edge * edge) + b)) <= IncompleteGamma.logPoisson(k, mean)) {
                return (long) k;
            }
        }
        return -1;
    }
}
