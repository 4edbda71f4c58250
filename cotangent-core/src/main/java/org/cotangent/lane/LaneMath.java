package org.cotangent.lane;

/// Mathematical functions of lanes, for F32 and F64, in lane operations, so that every emission gives the same bits.
///
/// Results are within one ulp (a few special functions two, see the tests). NaN goes to NaN; infinities, signed zeros
/// and numbers below the normal range are served as IEEE 754 recommends.
public final class LaneMath {
    private LaneMath() {}

    /// e^x.
    public static Lane exp(Lane x) {
        return LaneExp.exp(x);
    }

    /// 2^x; exact for integers.
    public static Lane exp2(Lane x) {
        return LaneExp.exp2(x);
    }

    /// e^x - 1, without cancellation near 0.
    public static Lane expm1(Lane x) {
        return LaneExp.expm1(x);
    }

    /// 1 / (1 + e^-x), with full relative accuracy in the left tail.
    public static Lane logistic(Lane x) {
        return LaneSigmoid.logistic(x);
    }

    /// Natural logarithm.
    public static Lane log(Lane x) {
        return LaneLog.log(x);
    }

    /// Logarithm to base 2; exact for powers of two.
    public static Lane log2(Lane x) {
        return LaneLog.log2(x);
    }

    /// Logarithm to base 10; exact for powers of ten.
    public static Lane log10(Lane x) {
        return LaneLog.log10(x);
    }

    /// log(1 + x), without cancellation near 0.
    public static Lane log1p(Lane x) {
        return LaneLog.log1p(x);
    }

    /// log(1 + e^x).
    public static Lane softplus(Lane x) {
        return LaneLog.softplus(x);
    }

    /// log(1 - e^x) for x < 0; minus infinity at 0, NaN above.
    public static Lane log1mExp(Lane x) {
        return LaneLog.log1mExp(x);
    }

    /// log(e^x + e^y).
    public static Lane logAddExp(Lane x, Lane y) {
        return LaneLog.logAddExp(x, y);
    }

    /// x log y, and 0 where x is 0 and y is not NaN.
    public static Lane xlogy(Lane x, Lane y) {
        return LaneLog.xlogy(x, y);
    }

    /// x log(1 + y), and 0 where x is 0 and y is not NaN.
    public static Lane xlog1py(Lane x, Lane y) {
        return LaneLog.xlog1py(x, y);
    }

    /// Sine, for arguments of any size.
    public static Lane sin(Lane x) {
        return LaneTrig.sin(x);
    }

    /// Cosine, for arguments of any size.
    public static Lane cos(Lane x) {
        return LaneTrig.cos(x);
    }

    /// Tangent, for arguments of any size.
    public static Lane tan(Lane x) {
        return LaneTrig.tan(x);
    }

    /// sin(pi x) / (pi x), and 1 at 0.
    public static Lane sinc(Lane x) {
        return LaneTrig.sinc(x);
    }

    /// Arc sine; NaN outside [-1, 1].
    public static Lane asin(Lane x) {
        return LaneArc.asin(x);
    }

    /// Arc cosine; NaN outside [-1, 1].
    public static Lane acos(Lane x) {
        return LaneArc.acos(x);
    }

    /// Arc tangent.
    public static Lane atan(Lane x) {
        return LaneArc.atan(x);
    }

    /// The angle of the point (x, y) in [-pi, pi].
    public static Lane atan2(Lane y, Lane x) {
        return LaneArc.atan2(y, x);
    }

    /// Hyperbolic sine.
    public static Lane sinh(Lane x) {
        return LaneHyperbolic.sinh(x);
    }

    /// Hyperbolic cosine.
    public static Lane cosh(Lane x) {
        return LaneHyperbolic.cosh(x);
    }

    /// Hyperbolic tangent.
    public static Lane tanh(Lane x) {
        return LaneSigmoid.tanh(x);
    }

    /// 1 / cosh(x)^2, the derivative of tanh, with full relative accuracy in the tails.
    public static Lane sechSquared(Lane x) {
        return LaneSigmoid.sechSquared(x);
    }

    /// Inverse hyperbolic sine.
    public static Lane asinh(Lane x) {
        return LaneHyperbolic.asinh(x);
    }

    /// Inverse hyperbolic cosine; NaN below 1.
    public static Lane acosh(Lane x) {
        return LaneHyperbolic.acosh(x);
    }

    /// Inverse hyperbolic tangent; NaN outside [-1, 1].
    public static Lane atanh(Lane x) {
        return LaneHyperbolic.atanh(x);
    }

    /// Error function.
    public static Lane erf(Lane x) {
        return LaneSpecial.erf(x);
    }

    /// 1 - erf x, with full relative accuracy in the right tail.
    public static Lane erfc(Lane x) {
        return LaneSpecial.erfc(x);
    }

    /// e^(x^2) erfc x.
    public static Lane erfcx(Lane x) {
        return LaneSpecial.erfcx(x);
    }

    /// log((1 + erf(x / sqrt 2)) / 2), accurate at both ends.
    public static Lane logNdtr(Lane x) {
        return LaneSpecial.logNdtr(x);
    }

    /// The gamma function, by `BesselFunctions.tgamma`.
    public static Lane tgamma(Lane x) {
        return LaneSpecial.bessel("tgamma", x);
    }

    /// A Bessel function by its name in `BesselFunctions`: j0, j1, y0, y1, i0, i1, i0e or i1e.
    public static Lane bessel(String name, Lane x) {
        return LaneSpecial.bessel(name, x);
    }

    /// The inverse of erf; infinite at -1 and 1, NaN beyond.
    public static Lane erfInv(Lane x) {
        return LaneSpecial.erfInv(x);
    }

    /// log |gamma(x)|, by `Special.lgamma`.
    public static Lane lgamma(Lane x) {
        return LaneSpecial.lgamma(x);
    }

    /// The derivative of lgamma, by `Special.digamma`.
    public static Lane digamma(Lane x) {
        return LaneSpecial.digamma(x);
    }

    /// The n-th derivative of digamma, n an integer from 0 to 100 in every lane, by `Special.polygamma`.
    public static Lane polygamma(Lane n, Lane x) {
        return LaneSpecial.polygamma(n, x);
    }

    /// The regularised lower incomplete gamma function P(a, x), by `IncompleteGamma`.
    public static Lane igamma(Lane a, Lane x) {
        return LaneSpecial.igamma(a, x);
    }

    /// The regularised upper incomplete gamma function Q(a, x), by `IncompleteGamma`.
    public static Lane igammac(Lane a, Lane x) {
        return LaneSpecial.igammac(a, x);
    }

    /// The density of the gamma distribution of shape a at x, by `IncompleteGamma`.
    public static Lane gammaDensity(Lane a, Lane x) {
        return LaneSpecial.gammaDensity(a, x);
    }

    /// The n-th derivative of P(a, x) with respect to a, by `IncompleteGamma`.
    public static Lane igammaShape(Lane n, Lane a, Lane x) {
        return LaneSpecial.igammaShape(n, a, x);
    }

    /// Hurwitz' zeta function, by `Special.zeta`.
    public static Lane zeta(Lane s, Lane q) {
        return LaneSpecial.zeta(s, q);
    }

    /// 1 / sqrt x; signed infinity at signed zero, NaN below.
    public static Lane rsqrt(Lane x) {
        return LanePower.rsqrt(x);
    }

    /// Cube root, of negative numbers too.
    public static Lane cbrt(Lane x) {
        return LanePower.cbrt(x);
    }

    /// sqrt(x^2 + y^2) without overflow or underflow on the way; infinite if either is.
    public static Lane hypot(Lane x, Lane y) {
        return LanePower.hypot(x, y);
    }

    /// x^y with the special cases of IEEE 754 (pow(x, 0) and pow(1, y) are 1, of NaN too).
    public static Lane pow(Lane x, Lane y) {
        return LanePower.pow(x, y);
    }

    /// x^k by repeated squaring for |k| <= 64, else as pow; see `LanePower.powInt` for order and accuracy.
    public static Lane powInt(Lane x, int k) {
        return LanePower.powInt(x, k);
    }

    /// Remainder of x / y with the sign of x (C's fmod), exact.
    public static Lane rem(Lane x, Lane y) {
        return LaneRound.rem(x, y);
    }

    /// Remainder of x / y with the sign of y (Python's `%`); a zero has y's sign.
    public static Lane remainder(Lane x, Lane y) {
        return LaneRound.remainder(x, y);
    }

    /// floor(x / y) consistent with `remainder`.
    public static Lane floorDivide(Lane x, Lane y) {
        return LaneRound.floorDivide(x, y);
    }

    /// The neighbour of x in the direction of y.
    public static Lane nextAfter(Lane x, Lane y) {
        return LaneRound.nextAfter(x, y);
    }

    /// The largest integer not above x.
    public static Lane floor(Lane x) {
        return LaneRound.floor(x);
    }

    /// The smallest integer not below x.
    public static Lane ceil(Lane x) {
        return LaneRound.ceil(x);
    }

    /// The nearest integer, halves to even.
    public static Lane round(Lane x) {
        return LaneRound.round(x);
    }

    /// The integer part of x.
    public static Lane trunc(Lane x) {
        return LaneRound.trunc(x);
    }

    /// -1, 1, or x itself where it is a zero or NaN.
    public static Lane sign(Lane x) {
        return LaneRound.sign(x);
    }

    /// A mask: neither infinite nor NaN.
    public static Lane isFinite(Lane x) {
        return x.abs().lt(LaneKit.inf(x));
    }

    /// |x| with the sign bit of y.
    public static Lane copySign(Lane x, Lane y) {
        return LaneKit.withSign(x.abs(), y);
    }

    /// The square root, rounded correctly.
    public static Lane sqrt(Lane x) {
        return x.sqrt();
    }
}
