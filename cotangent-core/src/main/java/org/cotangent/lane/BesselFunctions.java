package org.cotangent.lane;

import static org.cotangent.lane.BesselTables.*;

/// Bessel functions of orders 0 and 1 and the gamma function, one number at a time: Chebyshev series up to 8, beyond it
/// amplitudes and phases (Abramowitz and Stegun 9.2 and 9.7). Only `StrictMath` and plain arithmetic, so the bits are
/// the same everywhere.
///
/// Measured against 40 digits (double): i0e within 3 ulp, i0 within 4, i1 and i1e within 9; j0, j1, y0, y1 within 11
/// ulp of
/// the greater of the value and the amplitude sqrt(2 / (pi x)), so their zeros beyond the second lose digits; tgamma
/// within 3 ulp.
public final class BesselFunctions {
    private static final double INNER = 8;
    private static final double TWO_OVER_PI = 0.6366197723675814;
    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double SQRT_2PI = 2.5066282746310007;
    /// The least argument whose gamma function is infinite in double.
    private static final double GAMMA_LIMIT = 171.62437695630271;
    private static final double STIRLING_FROM = 24;

    private BesselFunctions() {
    }

    private static double series(double t, double[] c) {
        double b1 = 0;
        double b2 = 0;
        for (int k = c.length - 1; k > 0; k--) {
            double b0 = Math.fma(2 * t, b1, c[k] - b2);
            b2 = b1;
            b1 = b0;
        }
        return Math.fma(t, b1, c[0] - b2);
    }

    /// x^2 - z^2 for a zero given as a sum.
    private static double from(double x, double[] zeros, int k) {
        return (x - zeros[2 * k] - zeros[2 * k + 1]) * (x + zeros[2 * k]);
    }

    /// The part of the series of J0 or J1 that has all its zeros up to 8 in front.
    private static double inner(double x, double[] zeros, double[] c) {
        return from(x, zeros, 0) * from(x, zeros, 1) * series(x * x / 32 - 1, c);
    }

    /// sqrt(2 / (pi x)) (p cos(phase) - q sin(phase)).
    private static double wave(double x, double cosine, double sine, double[] p, double[] q) {
        double r = INNER / x;
        double t = 2 * r * r - 1;
        return StrictMath.sqrt(TWO_OVER_PI / x) * (series(t, p) * cosine - series(t, q) * r * sine);
    }

    /// (cos x + sin x, sin x - cos x) / sqrt 2: cosine and sine of x - pi / 4, without cancellation beside their zeros.
    private static double[] phase(double x) {
        double s = StrictMath.sin(x);
        double c = StrictMath.cos(x);
        double plus = c + s;
        double minus = s - c;
        if (x < 1e300) {
            // (c + s) (c - s) = cos 2x.
            double both = StrictMath.cos(2 * x);
            if (s * c < 0) {
                plus = -both / minus;
            } else if (minus != 0 && plus != 0) {
                minus = -both / plus;
            }
        }
        return new double[] {plus * SQRT_HALF, minus * SQRT_HALF};
    }

    /// The Bessel function of the first kind of order 0.
    public static double j0(double x) {
        double a = Math.abs(x);
        if (a <= INNER) {
            return a < 0x1p-27 ? 1 : inner(a, J0_ZEROS, J0_INNER);
        }
        if (!(a < Double.POSITIVE_INFINITY)) {
            return x != x ? x : 0;
        }
        var phase = phase(a);
        return wave(a, phase[0], phase[1], P0_OUTER, Q0_OUTER);
    }

    /// The Bessel function of the first kind of order 1; odd.
    public static double j1(double x) {
        double a = Math.abs(x);
        if (a <= INNER) {
            return x * inner(a, J1_ZEROS, J1_INNER);
        }
        if (!(a < Double.POSITIVE_INFINITY)) {
            return x != x ? x : Math.copySign(0, x);
        }
        var phase = phase(a);
        // cos(x - 3 pi / 4) = sin(x - pi / 4), sin(x - 3 pi / 4) = -cos(x - pi / 4).
        double y = wave(a, phase[1], -phase[0], P1_OUTER, Q1_OUTER);
        return x < 0 ? -y : y;
    }

    /// The Bessel function of the second kind of order 0; minus infinity at 0, NaN below.
    public static double y0(double x) {
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (!(x > 0)) {
            return Double.NaN;
        }
        if (x <= INNER) {
            return Math.fma(TWO_OVER_PI * StrictMath.log(x), j0(x), series(x * x / 32 - 1, Y0_INNER));
        }
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        var phase = phase(x);
        return wave(x, phase[1], -phase[0], P0_OUTER, Q0_OUTER);
    }

    /// The Bessel function of the second kind of order 1; minus infinity at 0, NaN below.
    public static double y1(double x) {
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (!(x > 0)) {
            return Double.NaN;
        }
        if (x <= INNER) {
            double rest = Math.fma(TWO_OVER_PI * StrictMath.log(x), j1(x), x * series(x * x / 32 - 1, Y1_INNER));
            return rest - TWO_OVER_PI / x;
        }
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        var phase = phase(x);
        return wave(x, -phase[0], -phase[1], P1_OUTER, Q1_OUTER);
    }

    /// e^-|x| times the modified Bessel function of the first kind of order 0.
    public static double i0e(double x) {
        double a = Math.abs(x);
        return a < 0x1p-54 ? 1 : a <= INNER ? series(a / 4 - 1, I0E_INNER)
                : series(16 / a - 1, I0E_OUTER) / StrictMath.sqrt(a);
    }

    /// e^-|x| times the modified Bessel function of the first kind of order 1; odd.
    public static double i1e(double x) {
        double a = Math.abs(x);
        if (a <= INNER) {
            return x * series(a / 4 - 1, I1E_INNER);
        }
        return Math.copySign(series(16 / a - 1, I1E_OUTER) / StrictMath.sqrt(a), x);
    }

    /// The modified Bessel function of the first kind of order 0.
    public static double i0(double x) {
        return grown(x, i0e(x));
    }

    /// The modified Bessel function of the first kind of order 1; odd.
    public static double i1(double x) {
        return grown(x, i1e(x));
    }

    /// Times e^|x|, in two halves where it alone would overflow.
    private static double grown(double x, double scaled) {
        double a = Math.abs(x);
        if (a == Double.POSITIVE_INFINITY) {
            return scaled == 0 ? Math.copySign(a, 1 / scaled) : a;
        }
        if (a < 700) {
            return StrictMath.exp(a) * scaled;
        }
        double half = StrictMath.exp(a / 2);
        return half * scaled * half;
    }

    /// The gamma function; infinite at zeros with their sign, NaN at negative integers and minus infinity.
    public static double tgamma(double x) {
        if (x == 0) {
            return 1 / x;
        }
        if (x != x || x < 0 && (x == StrictMath.rint(x) || x == Double.NEGATIVE_INFINITY)) {
            return Double.NaN;
        }
        if (x < 0) {
            return reflected(-x);
        }
        if (x >= GAMMA_LIMIT) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < 3) {
            return x < 1 ? series(2 * x - 1, GAMMA) / (x * (x + 1)) : x < 2 ? series(2 * x - 3, GAMMA) / x
                    : x == 2 ? 1 : series(2 * x - 5, GAMMA);
        }
        if (x < STIRLING_FROM) {
            return product(x);
        }
        double power = StrictMath.pow(x, x / 2 - 0.25);
        return power * stirling(x) * power;
    }

    /// Gamma of x from the numbers below it, multiplied with their rounding errors.
    private static double product(double x) {
        double y = x - 1;
        double high = y;
        double low = 0;
        while (y > 3) {
            y -= 1;
            double p = high * y;
            low = Math.fma(low, y, Math.fma(high, y, -p));
            high = p;
        }
        double g = y == 3 ? 2 : series(2 * y - 5, GAMMA);
        return Math.fma(high, g, low * g);
    }

    /// Gamma of x over x^(x - 1/2).
    private static double stirling(double x) {
        double r = 1 / x;
        double correction = r / 12 - r * r * r / 360 + r * r * r * r * r / 1260 - r * r * r * r * r * r * r / 1680;
        return SQRT_2PI * StrictMath.exp(-x) * StrictMath.exp(correction);
    }

    /// Gamma of -a: -pi / (a sin(pi a) gamma(a)).
    private static double reflected(double a) {
        double sine = Special.sinPi(a);
        if (a < 170) {
            return -Math.PI / (a * sine * tgamma(a));
        }
        double power = StrictMath.pow(a, Math.min(a, 300) / 2 - 0.25);
        return -Math.PI / (a * sine) / stirling(Math.min(a, 300)) / power / power;
    }

    /// In float, computed in double.
    public static float j0(float x) {
        return (float) j0((double) x);
    }

    /// In float, computed in double.
    public static float j1(float x) {
        return (float) j1((double) x);
    }

    /// In float, computed in double.
    public static float y0(float x) {
        return (float) y0((double) x);
    }

    /// In float, computed in double.
    public static float y1(float x) {
        return (float) y1((double) x);
    }

    /// In float, computed in double.
    public static float i0(float x) {
        return (float) i0((double) x);
    }

    /// In float, computed in double.
    public static float i0e(float x) {
        return (float) i0e((double) x);
    }

    /// In float, computed in double.
    public static float i1(float x) {
        return (float) i1((double) x);
    }

    /// In float, computed in double.
    public static float i1e(float x) {
        return (float) i1e((double) x);
    }

    /// In float, computed in double.
    public static float tgamma(float x) {
        return (float) tgamma((double) x);
    }
}
