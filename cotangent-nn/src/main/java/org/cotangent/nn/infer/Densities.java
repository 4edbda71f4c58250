package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// The usual distributions. Each has a form for tensors, which broadcast and through which gradients go, and one for
/// numbers. Densities are complete: they integrate to 1 over their support.
public final class Densities {
    private static final double LOG_PI = Math.log(Math.PI);
    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private Densities() {
    }

    /// The normal distribution with the given mean and standard deviation.
    public static Density normal(Tensor mean, Tensor deviation) {
        return x -> sub(mul(add(square(div(sub(x, mean), deviation)), scalar(LOG_2PI)), scalar(-0.5)),
                log(deviation));
    }

    /// The normal distribution of numbers.
    public static Density normal(double mean, double deviation) {
        return normal(number(mean), number(deviation));
    }

    /// The absolute value of a normal variate of mean 0.
    public static Density halfNormal(double deviation) {
        return folded(normal(0, deviation));
    }

    /// The distribution of a variate whose logarithm is normal with the given mean and deviation.
    public static Density logNormal(Tensor mean, Tensor deviation) {
        var ofLog = normal(mean, deviation);
        return x -> where(gt(x, scalar(0)), sub(ofLog.at(log(inside(x))), log(inside(x))), nothing(x));
    }

    /// The log-normal distribution of numbers.
    public static Density logNormal(double mean, double deviation) {
        return logNormal(number(mean), number(deviation));
    }

    /// The Cauchy distribution.
    public static Density cauchy(Tensor centre, Tensor width) {
        return x -> neg(add(log1p(square(div(sub(x, centre), width))), add(log(width), scalar(LOG_PI))));
    }

    /// The Cauchy distribution of numbers.
    public static Density cauchy(double centre, double width) {
        return cauchy(number(centre), number(width));
    }

    /// The absolute value of a Cauchy variate about 0.
    public static Density halfCauchy(double width) {
        return folded(cauchy(0, width));
    }

    /// Student's distribution with `freedom` degrees of freedom, shifted and stretched.
    public static Density studentT(Tensor freedom, Tensor centre, Tensor width) {
        return x -> {
            var half = mul(add(freedom, scalar(1)), scalar(0.5));
            var bulk = mul(half, log1p(div(square(div(sub(x, centre), width)), freedom)));
            var constant = sub(lgamma(half), lgamma(mul(freedom, scalar(0.5))));
            return sub(constant, add(bulk, add(log(width), mul(add(log(freedom), scalar(LOG_PI)), scalar(0.5)))));
        };
    }

    /// The Laplace distribution.
    public static Density laplace(Tensor centre, Tensor width) {
        return x -> neg(add(div(abs(sub(x, centre)), width), log(mul(width, scalar(2)))));
    }

    /// The exponential distribution.
    public static Density exponential(Tensor rate) {
        return x -> where(ge(x, scalar(0)), sub(log(rate), mul(rate, x)), nothing(x));
    }

    /// The gamma distribution of shape `a` with a rate: density proportional to `x^(a - 1) exp(-rate x)`.
    public static Density gamma(Tensor a, Tensor rate) {
        return x -> where(gt(x, scalar(0)), sub(add(mul(a, log(rate)), mul(sub(a, scalar(1)), log(inside(x)))),
                add(mul(rate, x), lgamma(a))), nothing(x));
    }

    /// The gamma distribution of numbers.
    public static Density gamma(double a, double rate) {
        return gamma(number(a), number(rate));
    }

    /// The distribution of 1 / x for a gamma variate x: density proportional to `x^(-a - 1) exp(-width / x)`.
    public static Density inverseGamma(Tensor a, Tensor width) {
        return x -> where(gt(x, scalar(0)), sub(sub(mul(a, log(width)), lgamma(a)), add(mul(add(a, scalar(1)),
                log(inside(x))), div(width, inside(x)))), nothing(x));
    }

    /// The beta distribution on (0, 1).
    public static Density beta(Tensor a, Tensor b) {
        return x -> {
            var within = and(gt(x, scalar(0)), lt(x, scalar(1)));
            var y = where(within, x, fullLike(x, 0.5));
            var norm = sub(lgamma(add(a, b)), add(lgamma(a), lgamma(b)));
            return where(within, add(norm, add(mul(sub(a, scalar(1)), log(y)), mul(sub(b, scalar(1)),
                    log1p(neg(y))))), nothing(x));
        };
    }

    /// The uniform distribution between two numbers.
    public static Density uniform(double low, double high) {
        return x -> where(and(ge(x, scalar(low)), le(x, scalar(high))), fullLike(x, -Math.log(high - low)),
                nothing(x));
    }

    /// No preference: 0 everywhere, which is no distribution but serves as a prior where the data suffice.
    public static Density flat() {
        return x -> zerosLike(x);
    }

    /// An event (1) or none (0), whose log odds are given.
    public static Density bernoulliLogits(Tensor logits) {
        return x -> sub(mul(x, logits), softplus(logits));
    }

    /// The number of events, whose mean has the given logarithm.
    public static Density poissonLog(Tensor logMean) {
        return x -> sub(sub(mul(x, logMean), exp(logMean)), lgamma(add(x, scalar(1))));
    }

    /// The number of successes among `n`, the log odds of each being given.
    public static Density binomialLogits(Tensor n, Tensor logits) {
        return x -> add(sub(lgamma(add(n, scalar(1))), add(lgamma(add(x, scalar(1))), lgamma(add(sub(n, x),
                scalar(1))))), sub(mul(x, logits), mul(n, softplus(logits))));
    }

    /// The absolute value of a variate whose distribution is symmetric about 0.
    private static Density folded(Density whole) {
        return x -> where(ge(x, scalar(0)), add(whole.at(x), scalar(Math.log(2))), nothing(x));
    }

    /// `x` where it is positive, 1 elsewhere: what is not taken must not make a NaN in the gradient.
    private static Tensor inside(Tensor x) {
        return where(gt(x, scalar(0)), x, onesLike(x));
    }

    private static Tensor nothing(Tensor x) {
        return fullLike(x, Double.NEGATIVE_INFINITY);
    }

    private static Tensor number(double v) {
        return tensor(v).reshape().to(DType.FLOAT64);
    }
}
