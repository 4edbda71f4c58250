package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;
import static org.cotangent.rewrite.NonFinite.REPAIRS;
import static org.cotangent.rewrite.Rule.found;
import static org.cotangent.rewrite.Rule.rule;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.core.Tensor;

/// Rules about what is made of exponentials, and logarithms of it.
final class StableExponentials {
    // size: table - one entry for each rule

    private static final Finder LOGS = new LogOfExps();
    private static final Finder QUOTIENTS = new QuotientOfExps();
    private static final Finder SCALES = new Scales();
    private static final String OVERFLOW = "finite where an exponential overflows or all of them underflow";
    private static final Tensor ONE = scalar(1.0);

    private StableExponentials() {
    }

    static List<Rule> all() {
        return Stream.of(logs(), quotients(), remainders()).flatMap(List::stream).toList();
    }

    private static List<Rule> logs() {
        return List.of(
                found("softplus", LOGS, x -> log(add(ONE, exp(x))), x -> softplus(x),
                        "exp overflows; log loses digits near 1").nonFinite(REPAIRS, OVERFLOW),
                found("softplus", LOGS, x -> log1p(exp(x)), x -> softplus(x), "exp overflows")
                        .nonFinite(REPAIRS, OVERFLOW),
                found("log1mexp", LOGS, x -> log(sub(ONE, exp(neg(x)))), x -> log1mexp(neg(x)),
                        "the difference cancels near 0; log loses digits near 1"),
                found("logdiffexp", LOGS, (x, y) -> log(sub(exp(add(exp(x), y)), exp(y))),
                        (x, y) -> add(add(exp(x), y), log1mexp(where(eq(y, add(exp(x), y)), scalar(0.0),
                                neg(exp(x))))),
                        "exp overflows, and the difference cancels").nonFinite(REPAIRS, OVERFLOW
                                + "; -infinity where both exponents are -infinity"),
                found("logaddexp", LOGS, (x, y) -> log(add(exp(x), exp(y))), (x, y) -> logaddexp(x, y),
                        "exp overflows for large and vanishes for small arguments").nonFinite(REPAIRS, OVERFLOW),
                found("logsumexp", LOGS, 3, (x, _) -> log(add(add(exp(x.get(0)), exp(x.get(1))), exp(x.get(2)))),
                        (x, _) -> logsumexp(stack(x, 0), 0),
                        "exp overflows for large and vanishes for small arguments").nonFinite(REPAIRS, OVERFLOW),
                Rule.along("logsumexp", (x, axes) -> log(sum(exp(x.getFirst()), axes)),
                        (x, axes) -> logsumexp(x.getFirst(), axes),
                        "exp overflows for large and vanishes for small arguments").nonFinite(REPAIRS, OVERFLOW),
                found("weighted_logsumexp", LOGS, (x, y) -> log(add(mul(scalar(0.25), exp(x)), exp(y))),
                        StableExponentials::weighted,
                        "exp overflows for large and vanishes for small arguments").nonFinite(REPAIRS, OVERFLOW),
                found("log_exp", LOGS, x -> log(exp(x)), x -> x, "exp overflows").nonFinite(REPAIRS, OVERFLOW),
                found("log_sigmoid", LOGS, x -> log(logistic(x)), x -> neg(softplus(neg(x))),
                        "the logistic function underflows to 0 and rounds to 1").nonFinite(REPAIRS, OVERFLOW),
                found("log_cosh", LOGS, x -> log(cosh(x)), x -> logCosh(x),
                        "exp overflows; log loses digits near 1").nonFinite(REPAIRS, OVERFLOW));
    }

    private static Tensor weighted(Tensor x, Tensor y) {
        var m = stopGradient(max(x, y));
        var shift = where(isFinite(m), m, scalar(0.0));
        return add(shift, log(add(mul(exp(sub(x, shift)), scalar(0.25)), exp(sub(y, shift)))));
    }

    private static List<Rule> quotients() {
        return List.of(
                found("sigmoid", QUOTIENTS, x -> div(exp(x), add(ONE, exp(x))), x -> logistic(x), "exp overflows")
                        .nonFinite(REPAIRS, OVERFLOW),
                found("sigmoid", QUOTIENTS, x -> mul(exp(x), logistic(neg(x))), x -> logistic(x), "exp overflows")
                        .nonFinite(REPAIRS, OVERFLOW),
                found("softmax", QUOTIENTS, 3, (x, _) -> div(exp(x.get(0)),
                        add(add(exp(x.get(0)), exp(x.get(1))), exp(x.get(2)))),
                        (x, _) -> where(and(eq(x.get(0), scalar(Double.NEGATIVE_INFINITY)),
                                isFinite(max(max(x.get(0), x.get(1)), x.get(2)))), scalar(0.0),
                                logistic(neg(logaddexp(sub(x.get(1), x.get(0)), sub(x.get(2), x.get(0)))))),
                        "exp overflows; the quotient does not").nonFinite(REPAIRS, OVERFLOW),
                found("weighted_softmax", QUOTIENTS, 4, (x, _) -> div(
                        add(mul(exp(x.get(0)), x.get(2)), mul(exp(x.get(1)), x.get(3))),
                        add(exp(x.get(0)), exp(x.get(1)))),
                        (x, _) -> add(mul(logistic(sub(x.get(0), x.get(1))), x.get(2)),
                                mul(logistic(sub(x.get(1), x.get(0))), x.get(3))),
                        "exp overflows; the weighted mean does not").nonFinite(REPAIRS, OVERFLOW),
                found("tanh", QUOTIENTS, x -> div(sub(exp(x), exp(neg(x))), add(exp(x), exp(neg(x)))), x -> tanh(x),
                        "exp overflows, and the difference cancels near 0").nonFinite(REPAIRS, OVERFLOW),
                found("exp_quotient", QUOTIENTS, (x, y) -> div(exp(x), exp(y)), (x, y) -> exp(sub(x, y)),
                        "exp overflows; the quotient need not").nonFinite(REPAIRS, OVERFLOW),
                found("exp_quotient", QUOTIENTS, x -> div(logistic(x), logistic(neg(x))), x -> exp(x),
                        "the logistic function underflows").nonFinite(REPAIRS, OVERFLOW),
                found("sinh", SCALES, x -> sub(exp(x), exp(neg(x))), x -> mul(sinh(x), scalar(2.0)),
                        "the difference cancels near 0"),
                found("cosh", SCALES, x -> add(exp(x), exp(neg(x))), x -> mul(cosh(x), scalar(2.0)),
                        "one exponential instead of two"),
                found("powers_of_two", SCALES, x -> mul(mul(x, scalar(2.0)), scalar(0.5)), x -> x,
                        "the product in between may overflow").nonFinite(REPAIRS,
                                "finite where the product in between overflows"));
    }

    private static List<Rule> remainders() {
        return List.of(
                rule("expm1", x -> sub(exp(x), ONE), x -> expm1(x), "exp(x) - 1 cancels near 0"),
                rule("expm1", x -> sub(ONE, exp(x)), x -> neg(expm1(x)), "1 - exp(x) cancels near 0"),
                found("one_minus_sigmoid", QUOTIENTS, x -> sub(ONE, logistic(x)), x -> logistic(neg(x)),
                        "the difference cancels where the logistic function is near 1"),
                found("one_minus_tanh", QUOTIENTS, x -> sub(ONE, tanh(x)),
                        x -> mul(logistic(neg(mul(x, scalar(2.0)))), scalar(2.0)),
                        "the difference cancels where tanh is near 1"));
    }
}
