package org.cotangent.core;

/// Elementwise functions made of others: clamps, activations, and the small change of numerical programs.
public class ActivationOps extends IndexOps {
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;
    private static final double SQRT_HALF = 0.70710678118654752440;
    private static final double SQRT_TWO_OVER_PI = 0.79788456080286535588;

    ActivationOps() {
    }

    /// `x` kept within [low, high]; derivative 1 inside and at the bounds, 0 outside; NaN stays.
    public static Tensor clamp(Tensor x, double low, double high) {
        return clamp(x, scalar(low), scalar(high));
    }

    /// `x` kept within [low, high], which broadcast. At a bound the derivative goes to `x`; where low > high the
    /// result is high.
    public static Tensor clamp(Tensor x, Tensor low, Tensor high) {
        return clampMax(clampMin(x, low), high);
    }

    /// The larger one of `x` and `low`; at a tie the derivative goes to `x`.
    public static Tensor clampMin(Tensor x, Tensor low) {
        return where(lt(x, low), low, x);
    }

    /// The smaller one of `x` and `high`; at a tie the derivative goes to `x`.
    public static Tensor clampMax(Tensor x, Tensor high) {
        return where(gt(x, high), high, x);
    }

    /// 1 / x.
    public static Tensor reciprocal(Tensor x) {
        return div(scalar(1.0), x);
    }

    /// The largest whole number that is not above x / y; of integers floored. Derivative 0.
    public static Tensor floorDiv(Tensor x, Tensor y) {
        var quotient = div(x, y);
        if (!quotient.dtype().isFloat()) {
            return div(sub(x, remainder(x, y)), y);
        }
        var rest = rem(x, y);
        var whole = round(div(sub(x, rest), y));
        var below = and(ne(rest, scalar(0)), ne(lt(rest, scalar(0)), lt(y, scalar(0))));
        var floored = where(below, sub(whole, scalar(1)), whole);
        var signed = where(eq(floored, scalar(0)), copysign(floored, quotient), floored);
        return Ops.stopGradient(where(eq(y, scalar(0)), quotient, signed));
    }

    /// The remainder with the sign of x; another name of `rem`.
    public static Tensor fmod(Tensor x, Tensor y) {
        return rem(x, y);
    }

    /// The remainder with the sign of y; another name of `remainder`.
    public static Tensor mod(Tensor x, Tensor y) {
        return remainder(x, y);
    }

    /// The part of x behind the point, with the sign of x.
    public static Tensor frac(Tensor x) {
        return sub(x, trunc(x));
    }

    /// |x| with the sign of y, that of a zero included; derivative 0 at x = 0.
    public static Tensor copysign(Tensor x, Tensor y) {
        var negative = or(lt(y, scalar(0)),
                lt(reciprocal(Ops.stopGradient(where(eq(y, scalar(0)), y, scalar(1)))), scalar(0)));
        return where(negative, neg(abs(x)), abs(x));
    }

    /// Degrees as radians.
    public static Tensor deg2rad(Tensor x) {
        return mul(x, scalar(Math.PI / 180));
    }

    /// Radians as degrees.
    public static Tensor rad2deg(Tensor x) {
        return mul(x, scalar(180 / Math.PI));
    }

    /// `from + weight * (to - from)`; exact at both ends.
    public static Tensor lerp(Tensor from, Tensor to, Tensor weight) {
        var near = add(from, mul(weight, sub(to, from)));
        var far = sub(to, mul(sub(to, from), sub(scalar(1), weight)));
        return where(lt(abs(weight), scalar(0.5)), near, far);
    }

    /// log(x / (1 - x)) for 0 < x < 1, accurate near 0, 1/2 and 1.
    public static Tensor logit(Tensor x) {
        var middle = lt(abs(sub(x, scalar(0.5))), scalar(0.25));
        var d = where(middle, sub(mul(scalar(2), x), scalar(1)), scalar(0));
        var outside = where(middle, scalar(0.125), x);
        return where(middle, mul(scalar(2), atanh(d)), sub(log(outside), log1p(neg(outside))));
    }

    /// x log(x), and 0 where x is 0, with derivative -infinity there: a cube root stands for it at this one point.
    public static Tensor xlogx(Tensor x) {
        var zero = eq(x, scalar(0));
        var positive = where(zero, scalar(1), x);
        return where(zero, sub(scalar(0), cbrt(where(zero, x, scalar(1)))), mul(positive, log(positive)));
    }

    /// -x log(x): the entropy of a probability; 0 where x is 0, with derivative infinity, and -infinity below.
    public static Tensor entr(Tensor x) {
        return where(lt(x, scalar(0)), scalar(Double.NEGATIVE_INFINITY),
                neg(xlogx(where(lt(x, scalar(0)), scalar(1), x))));
    }

    /// log(cosh(x)) without overflow.
    public static Tensor logCosh(Tensor x) {
        var small = lt(abs(x), scalar(1));
        var s = where(small, sinh(mul(x, scalar(0.5))), scalar(0));
        var near = log1p(mul(scalar(2), square(s)));
        var large = where(small, scalar(1), x);
        var far = add(large, sub(softplus(mul(scalar(-2), large)), scalar(Math.log(2))));
        return where(small, near, far);
    }

    /// sin(pi x) / (pi x), and 1 at 0; near 0 a series, so that derivatives keep their digits.
    public static Tensor sinc(Tensor x) {
        return Sinc.of(x);
    }

    /// The probability that a normal variable is below x.
    public static Tensor ndtr(Tensor x) {
        return mul(scalar(0.5), erfc(mul(x, scalar(-SQRT_HALF))));
    }

    /// min(max(x, 0), 6); derivative 0 at both ends.
    public static Tensor relu6(Tensor x) {
        var inside = and(gt(x, scalar(0)), lt(x, scalar(6)));
        return where(inside, x, Ops.stopGradient(clamp(x, 0, 6)));
    }

    /// x, times `slope` where x is negative; derivative `slope` at 0.
    public static Tensor leakyRelu(Tensor x, double slope) {
        return where(gt(x, scalar(0)), x, mul(x, scalar(slope)));
    }

    /// x, times `slope`, a tensor that broadcasts, where x is not positive.
    public static Tensor prelu(Tensor x, Tensor slope) {
        return where(gt(x, scalar(0)), x, mul(x, slope));
    }

    /// x above 0, `alpha (exp(x) - 1)` below. Clevert, Unterthiner, Hochreiter 2015.
    public static Tensor elu(Tensor x, double alpha) {
        var positive = gt(x, scalar(0));
        return where(positive, x, mul(scalar(alpha), expm1(where(positive, scalar(0), x))));
    }

    /// x above 0, `exp(x) - 1` below.
    public static Tensor elu(Tensor x) {
        return elu(x, 1);
    }

    /// x above 0, `alpha (exp(x / alpha) - 1)` below. Barron 2017.
    public static Tensor celu(Tensor x, double alpha) {
        return mul(scalar(alpha), elu(div(x, scalar(alpha))));
    }

    /// A scaled elu that keeps mean 0 and variance 1. Klambauer, Unterthiner, Mayr, Hochreiter 2017.
    public static Tensor selu(Tensor x) {
        return mul(scalar(SELU_SCALE), elu(x, SELU_ALPHA));
    }

    /// x times the probability that a normal variable is below x. Hendrycks, Gimpel 2016.
    public static Tensor gelu(Tensor x) {
        return mul(x, ndtr(x));
    }

    /// The approximation of gelu by tanh: `x logistic(2 sqrt(2/pi) (x + 0.044715 x^3))`, which is the same and keeps
    /// small tails.
    public static Tensor geluTanh(Tensor x) {
        var inner = mul(x, add(scalar(1), mul(scalar(0.044715), square(x))));
        return mul(x, logistic(mul(scalar(2 * SQRT_TWO_OVER_PI), inner)));
    }

    /// x logistic(x), also called swish.
    public static Tensor silu(Tensor x) {
        return mul(x, logistic(x));
    }

    /// x tanh(softplus(x)). Misra 2019.
    public static Tensor mish(Tensor x) {
        return mul(x, tanh(softplus(x)));
    }

    /// min(max(x / 6 + 1/2, 0), 1); derivative 0 at both ends.
    public static Tensor hardSigmoid(Tensor x) {
        return div(relu6(add(x, scalar(3))), scalar(6));
    }

    /// x hardSigmoid(x); derivative 0 at -3 and 1 at 3, as above it.
    public static Tensor hardSwish(Tensor x) {
        var inner = mul(x, div(add(x, scalar(3)), scalar(6)));
        return where(le(x, scalar(-3)), scalar(0), where(ge(x, scalar(3)), x, inner));
    }

    /// x kept within [-1, 1]; derivative 1 at the bounds, as of every clamp.
    public static Tensor hardTanh(Tensor x) {
        return clamp(x, -1, 1);
    }

    /// x / (1 + |x|).
    public static Tensor softsign(Tensor x) {
        return div(x, add(scalar(1), abs(x)));
    }

    /// x - tanh(x).
    public static Tensor tanhShrink(Tensor x) {
        return sub(x, tanh(x));
    }

    /// x where |x| > lambda, else 0.
    public static Tensor hardShrink(Tensor x, double lambda) {
        return where(gt(abs(x), scalar(lambda)), x, scalar(0));
    }

    /// x brought nearer to 0 by lambda, and 0 where |x| <= lambda.
    public static Tensor softShrink(Tensor x, double lambda) {
        return where(gt(abs(x), scalar(lambda)), sub(x, mul(scalar(lambda), sign(x))), scalar(0));
    }

    /// x where x > threshold, else `value`.
    public static Tensor threshold(Tensor x, double threshold, double value) {
        return where(gt(x, scalar(threshold)), x, scalar(value));
    }

    /// log(logistic(x)) = -softplus(-x).
    public static Tensor logSigmoid(Tensor x) {
        return neg(softplus(neg(x)));
    }
}
