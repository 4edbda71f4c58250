package org.cotangent.lane;

import static org.cotangent.lane.LaneTables.*;

/// Special functions one number at a time: those for which no branch-free form serves.
///
/// They use `StrictMath` and plain arithmetic only, so their bits are the same everywhere.
public final class Special {
    private static final double STIRLING_FROM = 10;
    private static final double WHOLE = 0x1p52;
    private static final int MOST_TERMS = 200;

    private Special() {}

    /// log |gamma(x)|; plus infinity at 0, the negative integers and both infinities.
    ///
    /// The relative error is within 3 ulp for x > 0; for x < 0 the absolute error is a few ulp of log |x|, so digits
    /// are lost beside the zeros there.
    public static double lgamma(double x) {
        if (x != x) {
            return x;
        }
        if (x <= 0) {
            return lgammaNegative(-x);
        }
        if (x < 1) {
            return stable(x - 1) * x * (x - 1) - StrictMath.log(x);
        }
        if (x <= 3) {
            return stable(x - 2) * (x - 1) * (x - 2) + 0.0;
        }
        return x < STIRLING_FROM ? lgammaShifted(x) : lgammaLarge(x);
    }

    /// lgamma in float, computed in double.
    public static float lgamma(float x) {
        return (float) lgamma((double) x);
    }

    /// lgamma(2 + u) / (u (u + 1)).
    private static double stable(double u) {
        return poly(u, LGAMMA_F64);
    }

    private static double poly(double x, double[] c) {
        double p = c[c.length - 1];
        for (int i = c.length - 2; i >= 0; i--) {
            p = Math.fma(p, x, c[i]);
        }
        return p;
    }

    private static double lgammaShifted(double x) {
        double product = 1;
        double y = x;
        while (y > 3) {
            y -= 1;
            product *= y;
        }
        return StrictMath.log(product) + stable(y - 2) * (y - 1) * (y - 2);
    }

    /// Stirling's series: (x - 1/2) (log x - 1) + (log(2 pi) - 1) / 2 + sum B(2k) / (2k (2k-1) x^(2k-1)).
    private static double lgammaLarge(double x) {
        double r = 1 / x;
        double series = x > 1e16 ? 0 : poly(r * r, STIRLING) * r;
        return (x - 0.5) * (StrictMath.log(x) - 1) + (HALF_LOG_2PI_F64[0] - 0.5 + series);
    }

    /// Reflection, for the argument -a.
    private static double lgammaNegative(double a) {
        double s = StrictMath.abs(sinPi(a));
        if (a >= WHOLE || s == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return a < 0x1p-60 ? -StrictMath.log(a) : StrictMath.log(Math.PI / (s * a)) - lgamma(a);
    }

    /// The sign of gamma(x): 1 or -1, that of a zero by its sign bit; NaN at negative integers.
    public static double gammaSign(double x) {
        if (x != x || x < 0 && x == StrictMath.rint(x)) {
            return Double.NaN;
        }
        boolean negative = x < 0 ? StrictMath.floor(x) % 2 != 0 : x == 0 && 1 / x < 0;
        return negative ? -1 : 1;
    }

    /// sin(pi a), exact in its reduction.
    static double sinPi(double a) {
        double n = StrictMath.rint(a);
        double f = a - n;
        double g = StrictMath.abs(f);
        double s = g > 0.25 ? StrictMath.cos(Math.PI * (0.5 - g)) : StrictMath.sin(Math.PI * g);
        boolean flip = (f < 0) != (n % 2 != 0);
        return flip ? -s : s;
    }

    /// cos(pi x) / sin(pi x), exact in its reduction; infinite at integers.
    private static double cotPi(double x) {
        double f = x - StrictMath.rint(x);
        double g = StrictMath.abs(f);
        double c = g > 0.25 ? StrictMath.tan(Math.PI * (0.5 - g)) : 1 / StrictMath.tan(Math.PI * g);
        return f < 0 ? -c : c;
    }

    /// The derivative of log gamma; minus infinity at +0, plus infinity at -0, NaN at negative integers and -infinity.
    public static double digamma(double x) {
        if (x == 0) {
            return -1 / x;
        }
        if (x < 0) {
            if (x == StrictMath.rint(x)) {
                return Double.NaN;
            }
            return digammaPositive(-x) - 1 / x - Math.PI * cotPi(x);
        }
        return digammaPositive(x);
    }

    /// digamma in float, computed in double.
    public static float digamma(float x) {
        return (float) digamma((double) x);
    }

    private static double digammaPositive(double x) {
        if (!(x < STIRLING_FROM)) {
            double r = 1 / x;
            return StrictMath.log(x) - 0.5 * r - r * r * poly(r * r, DIGAMMA_SERIES);
        }
        double y = x;
        double sum = 0;
        if (x < 1) {
            return digammaNear(x - 0.5, x + 1 - DIGAMMA_ROOT[0]) - 1 / x;
        }
        while (y > 2) {
            y -= 1;
            sum += 1 / y;
        }
        return digammaNear(y - 1.5, y - DIGAMMA_ROOT[0]) + sum;
    }

    private static double digammaNear(double u, double fromRoot) {
        return poly(u, DIGAMMA_F64) * (fromRoot - DIGAMMA_ROOT[1]);
    }

    /// The derivative of digamma.
    public static double trigamma(double x) {
        return polygamma(1, x);
    }

    /// polygamma with a lane's order.
    public static double polygamma(double n, double x) {
        return n == (int) n ? polygamma((int) n, x) : Double.NaN;
    }

    /// polygamma in float, computed in double.
    public static float polygamma(float n, float x) {
        return (float) polygamma((double) n, (double) x);
    }

    /// The n-th derivative of digamma, (-1)^(n+1) n! zeta(n + 1, x), for n from 0 to 100; reflected for x < 0.
    /// Odd orders are plus infinity at the poles; even orders are signed infinity at zeros, NaN at negative integers.
    public static double polygamma(int n, double x) {
        if (n < 0 || n > 100) {
            throw new IllegalArgumentException("polygamma: the order must be 0 to 100, not " + n);
        }
        if (n == 0) {
            return digamma(x);
        }
        boolean odd = n % 2 != 0;
        if (x <= 0 && x == StrictMath.rint(x)) {
            return odd ? Double.POSITIVE_INFINITY : x == 0 ? -1 / x : Double.NaN;
        }
        if (x < 0) {
            double mirrored = polygamma(n, 1 - x);
            return (odd ? -mirrored : mirrored) - StrictMath.pow(Math.PI, n + 1) * cotDerivative(n, cotPi(x));
        }
        double v = hurwitz(n + 1, x, factorial(n));
        return odd ? v : -v;
    }

    private static double factorial(int n) {
        double p = 1;
        for (int i = 2; i <= n; i++) {
            p *= i;
        }
        return p;
    }

    /// The n-th derivative of cot at a point, as a polynomial in c = cot there: c' = -(1 + c^2).
    private static double cotDerivative(int n, double c) {
        double[] p = {0, 1};
        for (int k = 0; k < n; k++) {
            var next = new double[p.length + 1];
            for (int i = 1; i < p.length; i++) {
                next[i - 1] -= i * p[i];
                next[i + 1] -= i * p[i];
            }
            p = next;
        }
        return poly(c, p);
    }

    /// Hurwitz' zeta function, the sum of (q + k)^-s over k >= 0, for s > 1 and q > 0 (else NaN; infinite at s = 1).
    public static double zeta(double s, double q) {
        if (s == 1) {
            return Double.POSITIVE_INFINITY;
        }
        return s > 1 && q > 0 ? hurwitz(s, q, 1) : Double.NaN;
    }

    /// zeta in float, computed in double.
    public static float zeta(float s, float q) {
        return (float) zeta((double) s, (double) q);
    }

    /// zeta(s, q) times a factor that keeps the terms in range; Euler-Maclaurin after q is raised to 10 + s.
    private static double hurwitz(double s, double q, double factor) {
        double a = q;
        double sum = 0;
        for (int k = 1; k <= MOST_TERMS && a < 10 + s; k++) {
            double term = factor * StrictMath.pow(a, -s);
            sum += term;
            if (!(term >= sum * 0x1p-60 && term > 0 && term < Double.POSITIVE_INFINITY)) {
                return sum;
            }
            a = q + k;
        }
        double integral = factor * StrictMath.pow(a, 1 - s);
        double power = integral / a;
        double rest = integral / (s - 1) + 0.5 * power;
        double rising = s / a;
        for (int k = 0; k < EULER_MACLAURIN.length; k++) {
            double term = EULER_MACLAURIN[k] * rising * power;
            rest += term;
            if (StrictMath.abs(term) < StrictMath.abs(rest) * 0x1p-58) {
                break;
            }
            rising *= (s + 2 * k + 1) / a * ((s + 2 * k + 2) / a);
        }
        return sum + rest;
    }
}
