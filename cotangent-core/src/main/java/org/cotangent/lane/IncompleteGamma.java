package org.cotangent.lane;

import static org.cotangent.lane.LaneTables.*;

/// The regularised incomplete gamma functions P(a, x), Q = 1 - P, the density they integrate, and derivatives of P
/// with respect to the shape a.
///
/// Abramowitz and Stegun 6.5.29 (a power series) for x < a + 1, 6.5.31 (a continued fraction, by Lentz) beyond; the
/// derivatives are those of the same formulas, carried along as power series in a. The factor x^a e^-x / gamma(1 + a)
/// is taken with an exponent of twice the digits, so that large a cost none. About 8 sqrt(a) terms near x = a up to
/// a = 10^8; beyond, Temme's uniform expansion (DLMF 8.12) with its first coefficients, whose error is about 10^-15.
public final class IncompleteGamma {
    private static final double STIRLING_FROM = 10;
    private static final double EPSILON = 0x1p-54;
    private static final long MOST = 1_000_000;
    private static final double HUGE = 1e8;
    private static final int MOST_ORDER = 20;
    /// The expansion of 1 / (l - 1) - 1 / eta in powers of eta, eta^2 / 2 = l - 1 - log l.
    private static final double[] TEMME = {-1 / 3.0, 1 / 12.0, -2 / 135.0, 1 / 864.0, 1 / 2835.0, -139 / 777600.0};
    private static final double TEMME_1 = -1 / 540.0;
    private static final double[] LN2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

    private IncompleteGamma() {}

    /// P(a, x), for a >= 0 and x >= 0, else NaN.
    public static double igamma(double a, double x) {
        double edge = edge(a, x);
        if (edge == edge || !inside(a, x)) {
            return edge;
        }
        if (a > HUGE) {
            return huge(a, x, -1);
        }
        return isLower(a, x) ? lower(0, a, x).c[0] : 1 - upper(0, a, x).c[0];
    }

    /// P in float, computed in double.
    public static float igamma(float a, float x) {
        return (float) igamma((double) a, (double) x);
    }

    /// Q(a, x) = 1 - P(a, x), with full relative accuracy where it is small.
    public static double igammac(double a, double x) {
        double edge = edge(a, x);
        if (edge == edge || !inside(a, x)) {
            return 1 - edge;
        }
        if (a > HUGE) {
            return huge(a, x, 1);
        }
        if (!isLower(a, x)) {
            return upper(0, a, x).c[0];
        }
        return a < 1 ? smallUpper(a, x) : 1 - lower(0, a, x).c[0];
    }

    /// Q in float, computed in double.
    public static float igammac(float a, float x) {
        return (float) igammac((double) a, (double) x);
    }

    /// The derivative of order n of P with respect to a; NaN unless n is a whole number from 1 to 20, and from order 2
    /// on for a above 10^8.
    public static double igammaShape(double n, double a, double x) {
        int order = (int) n;
        if (order != n || order < 1 || order > MOST_ORDER) {
            return Double.NaN;
        }
        double edge = edge(a, x);
        if (edge == edge || !inside(a, x)) {
            return edge == edge ? 0 : Double.NaN;
        }
        if (a > HUGE) {
            return order == 1 ? hugeShape(a, x) : Double.NaN;
        }
        double factorial = 1;
        for (int k = 2; k <= order; k++) {
            factorial *= k;
        }
        return factorial * (isLower(a, x) ? lower(order, a, x).c[order] : -upper(order, a, x).c[order]);
    }

    /// The same in float, computed in double.
    public static float igammaShape(float n, float a, float x) {
        return (float) igammaShape((double) n, (double) a, (double) x);
    }

    /// x^(a-1) e^-x / gamma(a), the density of the gamma distribution, for a > 0 and x >= 0, else NaN.
    public static double gammaDensity(double a, double x) {
        if (!(a > 0 && x >= 0) || a == Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        if (x == 0) {
            return a < 1 ? Double.POSITIVE_INFINITY : a == 1 ? 1 : 0;
        }
        return x == Double.POSITIVE_INFINITY ? 0 : factor(a, x) * (a / x);
    }

    /// The density in float, computed in double.
    public static float gammaDensity(float a, float x) {
        return (float) gammaDensity((double) a, (double) x);
    }

    private static boolean inside(double a, double x) {
        return a > 0 && x > 0 && a < Double.POSITIVE_INFINITY && x < Double.POSITIVE_INFINITY;
    }

    /// P where an argument is 0 or infinite, NaN elsewhere.
    private static double edge(double a, double x) {
        boolean infinite = a == Double.POSITIVE_INFINITY;
        if (!(a >= 0 && x >= 0) || a == 0 && x == 0 || infinite && x == a) {
            return Double.NaN;
        }
        return a == 0 || x == Double.POSITIVE_INFINITY ? 1 : x == 0 || infinite ? 0 : Double.NaN;
    }

    /// P (`side` -1) or Q (1) for large a: erfc(side u) / 2 + side g (c0 + c1 / a) / sqrt(2 pi a), where u^2 = x - a -
    /// a log(x / a) and g = e^(-u^2).
    private static double huge(double a, double x, int side) {
        double[] d = distance(a, x);
        double u = root(a, x, d);
        double rest = gauss(d) / StrictMath.sqrt(2 * Math.PI * a) * (temme(u * StrictMath.sqrt(2 / a)) + TEMME_1 / a);
        double tail = igammac(0.5, u * u) / 2;
        return (side * u >= 0 ? tail : 1 - tail) + side * rest;
    }

    /// The derivative of [#huge] for P with respect to a.
    private static double hugeShape(double a, double x) {
        double[] d = distance(a, x);
        double eta = root(a, x, d) * StrictMath.sqrt(2 / a);
        double c = temme(eta);
        double ratio = 1 / (1 + c * eta);
        double inner = -ratio + eta / 2 - c * StrictMath.log1p((x - a) / a) + (c / 2 + TEMME[1] * ratio) / a;
        return gauss(d) / StrictMath.sqrt(2 * Math.PI * a) * inner;
    }

    private static double root(double a, double x, double[] d) {
        return StrictMath.copySign(StrictMath.sqrt(StrictMath.max(0, d[0] + d[1])), x - a);
    }

    private static double gauss(double[] d) {
        return StrictMath.exp(-d[0]) * (1 - d[1]);
    }

    private static double temme(double eta) {
        double p = 0;
        for (int i = TEMME.length - 1; i >= 0; i--) {
            p = p * eta + TEMME[i];
        }
        return p;
    }

    private static boolean isLower(double a, double x) {
        return x < StrictMath.max(a + 1, 1.5);
    }

    /// factor * (1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + ...).
    private static Jet lower(int order, double a, double x) {
        var term = Jet.line(1, 0, order);
        var sum = term;
        for (long n = 1; n < MOST; n++) {
            term = term.over(Jet.variable(a + n, order)).times(x);
            sum = sum.plus(term);
            if (term.isBelow(EPSILON, sum) && a + n > x) {
                break;
            }
        }
        return sum.times(factors(order, a, x));
    }

    /// a factor / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (...))).
    private static Jet upper(int order, double a, double x) {
        var one = Jet.line(1, 0, order);
        var b = Jet.line(x + 1 - a, -1, order);
        var c = Jet.line(0x1p500, 0, order);
        var d = one.over(b);
        var h = d;
        for (long i = 1; i < MOST; i++) {
            var an = Jet.line(-i * (i - a), i, order);
            b = b.plus(Jet.line(2, 0, order));
            d = one.over(an.times(d).plus(b));
            c = b.plus(an.over(c));
            var next = h.times(c.times(d));
            boolean still = next.plus(h.times(-1)).isBelow(EPSILON * 2, next);
            h = next;
            if (still) {
                break;
            }
        }
        return h.times(factors(order, a, x)).times(Jet.variable(a, order));
    }

    /// Q for a below 1 and x below 1.5, without a difference from 1: -expm1(a log x - lgamma(1 + a)) - x^a / gamma(1 +
    /// a) * sum over k of (-x)^k a / (k! (a + k)).
    private static double smallUpper(double a, double x) {
        double exponent = a * StrictMath.log(x) - logGammaPlus(a);
        double term = 1;
        double sum = 0;
        for (int k = 1; k < 60; k++) {
            term *= -x / k;
            sum += term * a / (a + k);
        }
        return -StrictMath.expm1(exponent) - StrictMath.exp(exponent) * sum;
    }

    /// log gamma(1 + a) for a from 0 to 1, with full relative accuracy near 0.
    private static double logGammaPlus(double a) {
        double p = LGAMMA_F64[LGAMMA_F64.length - 1];
        for (int i = LGAMMA_F64.length - 2; i >= 0; i--) {
            p = Math.fma(p, a - 1, LGAMMA_F64[i]);
        }
        return p * (a - 1) * a;
    }

    /// x^a e^-x / gamma(1 + a).
    private static double factor(double a, double x) {
        if (a < STIRLING_FROM) {
            double half = StrictMath.exp(-x / 2);
            double gamma = StrictMath.exp(a < 1 ? logGammaPlus(a) : Special.lgamma(1 + a));
            return half * StrictMath.pow(x, a) * half / gamma;
        }
        double[] d = distance(a, x);
        double star = StrictMath.exp(series(1 / a, STIRLING));
        return StrictMath.exp(-d[0]) * (1 - d[1]) / (StrictMath.sqrt(2 * Math.PI * a) * star);
    }

    /// The logarithm of the probability of k under a Poisson distribution: mean^k e^-mean / k!.
    static double logPoisson(double k, double mean) {
        if (k < STIRLING_FROM) {
            return k * StrictMath.log(mean) - mean - Special.lgamma(k + 1);
        }
        double[] d = distance(k, mean);
        return -d[0] - d[1] - StrictMath.log(2 * Math.PI * k) / 2 - series(1 / k, STIRLING);
    }

    private static double series(double r, double[] c) {
        double p = c[c.length - 1];
        for (int i = c.length - 2; i >= 0; i--) {
            p = Math.fma(p, r * r, c[i]);
        }
        return p * r;
    }

    /// x - a - a log(x / a) as a sum of two numbers.
    private static double[] distance(double a, double x) {
        double q = x / a;
        double[] log = log(q);
        double low = log[1] + Math.fma(-q, a, x) / a / q;
        double product = a * log[0];
        double productLow = Math.fma(a, log[0], -product) + a * low;
        double step = x - a;
        double stepLow = x - (step + (x - step)) + (x - step - a);
        double d = step - product;
        double t = d - step;
        return normal(d, step - (d - t) - (product + t) + stepLow - productLow);
    }

    /// log q as a sum of two numbers: 2 s + 2 s^3 / 3 + ..., s = (f - 1) / (f + 1), the first term exact.
    private static double[] log(double q) {
        int k = Math.getExponent(q);
        double f = Math.scalb(q, -k);
        if (f > 1.4142135623730951) {
            f /= 2;
            k++;
        }
        double n = f - 1;
        double d = f + 1;
        double dLow = f - (d - 1);
        double s = n / d;
        double sLow = (Math.fma(-s, d, n) - s * dLow) / d;
        double z = s * s;
        double tail = 0;
        for (int i = 35; i >= 3; i -= 2) {
            tail = (tail + 1.0 / i) * z;
        }
        double high = k * LN2[0];
        double highLow = Math.fma(k, LN2[0], -high) + k * LN2[1];
        double sum = high + 2 * s;
        double t = sum - high;
        return normal(sum, high - (sum - t) + (2 * s - t) + highLow + 2 * sLow + 2 * s * tail);
    }

    /// The same sum with the first number the rounded one.
    private static double[] normal(double high, double low) {
        double sum = high + low;
        return new double[] {sum, low - (sum - high)};
    }

    /// The factor with its derivatives: its logarithm's are log x - digamma(1 + a), -trigamma(1 + a), ...
    private static Jet factors(int order, double a, double x) {
        var c = new double[order + 1];
        double factorial = 1;
        for (int k = 1; k <= order; k++) {
            factorial *= k;
            c[k] = k == 1 ? slope(a, x) : -Special.polygamma(k - 1, 1 + a) / factorial;
        }
        return new Jet(c).exp(factor(a, x));
    }

    private static double slope(double a, double x) {
        if (a < STIRLING_FROM) {
            return StrictMath.log(x) - Special.digamma(1 + a);
        }
        double r = 1 / a;
        double[] log = log(x / a);
        return log[0] + (series(r, DIGAMMA_SERIES) * r - 0.5 * r);
    }
}
