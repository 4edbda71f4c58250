package org.cotangent.testkit.vectors;

import static java.util.Map.entry;
import static org.cotangent.core.Ops.*;

import java.util.Map;
import org.cotangent.TensorFn;
import org.cotangent.core.Tensor;

/// Functions of one number by the names under which mathematics libraries know them.
final class ScalarFunctions {
    static final Map<String, TensorFn> ALL = Map.ofEntries(
            entry("abs", x -> abs(x)), entry("sign", x -> sign(x)), entry("neg", x -> neg(x)),
            entry("negative", x -> neg(x)),
            entry("floor", x -> floor(x)), entry("ceil", x -> ceil(x)), entry("rint", x -> round(x)),
            entry("round", x -> round(x)),
            entry("trunc", x -> trunc(x)), entry("positive", x -> x), entry("square", x -> square(x)),
            entry("acos", x -> acos(x)), entry("arccos", x -> acos(x)), entry("asin", x -> asin(x)),
            entry("arcsin", x -> asin(x)),
            entry("atan", x -> atan(x)), entry("arctan", x -> atan(x)), entry("acosh", x -> acosh(x)),
            entry("arccosh", x -> acosh(x)),
            entry("asinh", x -> asinh(x)), entry("arcsinh", x -> asinh(x)), entry("atanh", x -> atanh(x)),
            entry("arctanh", x -> atanh(x)), entry("sin", x -> sin(x)), entry("cos", x -> cos(x)),
            entry("tan", x -> tan(x)),
            entry("sinh", x -> sinh(x)), entry("cosh", x -> cosh(x)), entry("tanh", x -> tanh(x)),
            entry("exp", x -> exp(x)), entry("exponential", x -> exp(x)), entry("exp2", x -> exp2(x)),
            entry("expm1", x -> expm1(x)),
            entry("log", x -> log(x)), entry("log2", x -> log2(x)), entry("log10", x -> log10(x)),
            entry("log1p", x -> log1p(x)),
            entry("log_plus_one", x -> log1p(x)), entry("sqrt", x -> sqrt(x)), entry("rsqrt", x -> rsqrt(x)),
            entry("cbrt", x -> cbrt(x)),
            entry("reciprocal", x -> reciprocal(x)), entry("erf", x -> erf(x)), entry("erfc", x -> erfc(x)),
            entry("erfinv", x -> erfInv(x)), entry("lgamma", x -> lgamma(x)), entry("digamma", x -> digamma(x)),
            entry("trigamma", x -> polygamma(1, x)), entry("polygamma2", x -> polygamma(2, x)),
            entry("sigmoid", x -> sigmoid(x)), entry("softplus", x -> softplus(x)),
            entry("log_sigmoid", x -> logSigmoid(x)),
            entry("silu", x -> silu(x)), entry("mish", x -> mish(x)), entry("gelu_erf", x -> gelu(x)),
            entry("gelu_tanh", x -> geluTanh(x)),
            entry("log_cosh", x -> logCosh(x)), entry("logit", x -> logit(x)), entry("ndtr", x -> ndtr(x)),
            entry("xlogx", x -> xlogx(x)), entry("erfcx", x -> erfcx(x)), entry("log_ndtr", x -> logNdtr(x)),
            entry("tgamma", x -> tgamma(x)), entry("j0", x -> besselJ0(x)), entry("j1", x -> besselJ1(x)),
            entry("y0", x -> besselY0(x)), entry("y1", x -> besselY1(x)), entry("i0", x -> besselI0(x)),
            entry("i1", x -> besselI1(x)), entry("i0e", x -> besselI0e(x)), entry("i1e", x -> besselI1e(x)),
            entry("sinc_pi", x -> sinc(x)), entry("log1mexp_neg", x -> log1mexp(x)),
            entry("softsign_pos", x -> softsign(x)),
            entry("smooth_step", x -> x.mul(x).mul(scalar(3).sub(x.mul(2)))),
            entry("logcauchy_cdf", ScalarFunctions::logCauchy));

    private ScalarFunctions() {
    }

    /// log(1/2 + atan(x) / pi); for negative x the same angle without cancellation.
    private static Tensor logCauchy(Tensor x) {
        var tail = log(atan(reciprocal(where(x.lt(0), x.neg(), onesLike(x)))).mul(1 / Math.PI));
        return where(x.lt(0), tail, log(atan(where(x.lt(0), zerosLike(x), x)).mul(1 / Math.PI).add(0.5)));
    }
}
