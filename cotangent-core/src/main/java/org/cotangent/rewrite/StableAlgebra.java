package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;
import static org.cotangent.rewrite.NonFinite.REPAIRS;
import static org.cotangent.rewrite.Rule.along;
import static org.cotangent.rewrite.Rule.found;
import static org.cotangent.rewrite.Rule.rule;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.core.Tensor;

/// Rules about error functions, roots, powers, variances and products.
final class StableAlgebra {
    // size: table - one entry for each rule

    private static final Finder DIFFERENCES = new RootDifferences();
    private static final Finder LEGS = new Roots();
    private static final Finder TAILS = new Tails();
    private static final Finder ENTROPIES = new Entropies();
    private static final Tensor ONE = scalar(1.0);

    private StableAlgebra() {
    }

    static List<Rule> all() {
        return Stream.of(errors(), roots(), others()).flatMap(List::stream).toList();
    }

    private static List<Rule> errors() {
        var cancels = "the difference cancels";
        return List.of(
                rule("erfc", x -> sub(ONE, erf(x)), x -> erfc(x), cancels),
                rule("erfc", x -> add(ONE, erf(x)), x -> erfc(neg(x)), cancels),
                rule("erfc", x -> sub(erf(x), ONE), x -> neg(erfc(x)), cancels),
                rule("erf", x -> sub(ONE, erfc(x)), x -> erf(x), cancels),
                rule("erf", x -> sub(erfc(x), ONE), x -> neg(erf(x)), cancels),
                found("log_erfc", TAILS, x -> log(erfc(x)), x -> Tails.logErfc(x),
                        "erfc underflows to 0 where its logarithm is moderate").when("the argument may be large")
                        .nonFinite(REPAIRS, "finite where erfc underflows"),
                found("log_ndtr", TAILS, x -> log(mul(erfc(x), scalar(0.5))), x -> Tails.logHalfErfc(x),
                        "erfc underflows to 0, and the logarithm loses digits near 1")
                        .when("the argument may be large, of either sign")
                        .nonFinite(REPAIRS, "finite where erfc underflows"),
                rule("erfcx", x -> mul(exp(square(x)), erfc(x)), x -> Tails.erfcx(x),
                        "exp overflows where erfc underflows; the product is moderate").nonFinite(REPAIRS,
                                "the product where exp overflows and erfc is 0"),
                rule("erfcx", x -> div(exp(neg(square(x))), erfc(x)), x -> div(ONE, Tails.erfcx(x)),
                        "both underflow; the quotient does not").nonFinite(REPAIRS,
                                "the quotient where both are 0"),
                rule("one_minus_cos", x -> sub(ONE, cos(x)),
                        x -> mul(square(sin(mul(x, scalar(0.5)))), scalar(2.0)), "the difference cancels near 0"));
    }

    private static List<Rule> roots() {
        return List.of(
                found("hypot", LEGS, (x, y) -> sqrt(add(square(x), square(y))), (x, y) -> hypot(x, y),
                        "squares overflow and underflow").nonFinite(REPAIRS, "finite where a square overflows; "
                                + "infinite where one side is infinite, also beside NaN"),
                found("norm", LEGS, 1, (x, axes) -> sqrt(sum(square(x.getFirst()), axes)),
                        (x, axes) -> norm(x.getFirst(), axes), "squares overflow and underflow")
                        .nonFinite(REPAIRS, "finite where a square overflows"),
                found("sqrt_difference", DIFFERENCES, x -> sub(sqrt(add(x, ONE)), sqrt(x)),
                        x -> div(ONE, add(sqrt(add(x, ONE)), sqrt(x))), "the difference cancels for large arguments")
                        .nonFinite(REPAIRS, "the limit where both roots are infinite"),
                found("quadratic_root", DIFFERENCES, (x, y) -> div(sub(sqrt(sub(square(y),
                        mul(mul(x, scalar(0.25)), y))), y), mul(x, scalar(2.0))), StableAlgebra::root,
                        "the difference cancels where the linear coefficient is large").nonFinite(REPAIRS,
                                "the limit where the root is infinite"));
    }

    private static Tensor norm(Tensor x, int[] axes) {
        var largest = stopGradient(max(abs(x), axes));
        var scale = where(and(isFinite(largest), gt(largest, scalar(0.0))), largest, ONE);
        return mul(scale, sqrt(sum(square(div(x, restore(scale, x.shape(), axes))), axes)));
    }

    private static Tensor root(Tensor x, Tensor y) {
        var negative = lt(neg(y), scalar(0.0));
        var sum = add(sqrt(sub(square(y), mul(mul(x, scalar(0.25)), y))), where(negative, y, neg(y)));
        return where(negative, div(mul(y, scalar(-0.125)), sum), div(sum, mul(x, scalar(2.0))));
    }

    private static List<Rule> others() {
        return List.of(
                found("xlogy", ENTROPIES, (x, y) -> mul(x, log(y)), (x, y) -> xlogy(x, y),
                        "0 * log(0) is NaN, its limit is 0").when("the factor may be 0 and the logarithm infinite")
                        .nonFinite(REPAIRS, "0 instead of NaN where x is 0 and y is not NaN"),
                found("xlog1py", ENTROPIES, (x, y) -> mul(x, log1p(y)), (x, y) -> xlog1py(x, y),
                        "0 * log(0) is NaN, its limit is 0").when("the factor may be 0 and the logarithm infinite")
                        .nonFinite(REPAIRS, "0 instead of NaN where x is 0 and y is not NaN"),
                along("variance", (x, axes) -> sub(mean(square(x.getFirst()), axes),
                        square(mean(x.getFirst(), axes))),
                        (x, axes) -> mean(square(sub(x.getFirst(), restore(mean(x.getFirst(), axes),
                                x.getFirst().shape(), axes))), axes),
                        "the difference cancels where the mean is large").nonFinite(REPAIRS,
                                "finite where a square overflows"),
                found("variance", new Variances(), (x, y) -> sub(div(add(square(x), square(y)), scalar(2.0)),
                        square(div(add(x, y), scalar(2.0)))), StableAlgebra::variance,
                        "the difference cancels where the mean is large").nonFinite(REPAIRS,
                                "finite where a square overflows"),
                found("power_near_one", new Powers(), (x, y) -> pow(add(ONE, div(x, y)), exp(x)),
                        (x, y) -> nearOne(div(x, y), exp(x)),
                        "1 + x rounds away the digits that the power brings back"));
    }

    private static Tensor variance(Tensor x, Tensor y) {
        var m = div(add(x, y), scalar(2.0));
        return div(add(square(sub(x, m)), square(sub(y, m))), scalar(2.0));
    }

    private static Tensor nearOne(Tensor u, Tensor y) {
        var near = lt(abs(u), scalar(0.125));
        return where(near, exp(mul(y, log1p(where(near, u, scalar(0.0))))), pow(where(near, ONE, add(ONE, u)), y));
    }
}
