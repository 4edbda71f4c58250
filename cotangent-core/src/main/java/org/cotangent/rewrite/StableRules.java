package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;
import static org.cotangent.rewrite.NonFinite.REPAIRS;
import static org.cotangent.rewrite.Rule.along;
import static org.cotangent.rewrite.Rule.found;
import static org.cotangent.rewrite.Rule.rule;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Exponential;

/// The catalogue of the group STABILIZE.
final class StableRules {
    // size: table - one entry for each rule

    private static final Finder INVERSES = new Inverses();
    private static final Finder PRODUCTS = new Products();

    static final List<Rule> ALL = all();

    private StableRules() {
    }

    private static List<Rule> all() {
        var all = new ArrayList<Rule>();
        all.addAll(traps());
        all.addAll(normalizing());
        all.addAll(StableExponentials.all());
        all.addAll(logarithms());
        all.addAll(StableAlgebra.all());
        return List.copyOf(all);
    }

    private static Tensor keep(Tensor reduced, Tensor like, int[] axes) {
        return restore(reduced, like.shape(), axes);
    }

    private static Tensor positive(Tensor x) {
        return where(gt(x, scalar(0.5)), x, scalar(0.0));
    }

    private static List<Rule> traps() {
        return List.of(found("where_trap", new Traps(), (x, y) -> mul(positive(x), y),
                (x, y) -> where(gt(x, scalar(0.5)), mul(x, y), scalar(0.0)),
                "the 0 of the branch not taken would meet an infinity and become NaN")
                .when("the partner may be infinite or NaN; also behind reshapes, broadcasts, signs")
                .nonFinite(REPAIRS, "0 instead of NaN where the branch not taken meets an infinity or NaN"),
                found("where_sum", Traps.SUMS, x -> sum(where(guard(x), div(x, x), scalar(0.0)), 1),
                        x -> where(gt(max(x, 1), scalar(0.5)), sum(div(x, x), 1), scalar(0.0)),
                        "the guard is not lost in the sum").when("the condition is the same along what is summed, and"
                                + " the summand may be infinite or NaN"));
    }

    private static Tensor guard(Tensor x) {
        return restore(gt(max(x, 1), scalar(0.5)), x.shape(), 1);
    }

    private static List<Rule> normalizing() {
        var overflow = "finite where exp overflows or all exponentials underflow";
        return List.of(
                along("softmax", (x, axes) ->
                        div(exp(x.getFirst()), keep(sum(exp(x.getFirst()), axes), x.getFirst(), axes)),
                        (x, axes) -> softmax(x.getFirst(), axes), "exp overflows; the quotient does not")
                        .nonFinite(REPAIRS, overflow),
                along("weighted_softmax", 2, (x, axes) ->
                        div(sum(mul(exp(x.get(0)), x.get(1)), axes), sum(exp(x.get(0)), axes)),
                        (x, axes) -> sum(mul(softmax(x.get(0), axes), x.get(1)), axes),
                        "exp overflows; the weighted mean does not").nonFinite(REPAIRS, overflow),
                along("log_softmax", (x, axes) -> log(softmax(x.getFirst(), axes)),
                        (x, axes) -> logSoftmax(x.getFirst(), axes),
                        "softmax underflows to 0, whose logarithm is -infinity").nonFinite(REPAIRS, overflow),
                found("log_softmax", Finder.of("log_softmax", List.of(Exponential.LOG),
                        site -> Moved.logOfSoftmax(site.operand())),
                        x -> log(slice(softmax(x, -1), new long[] {0, 0}, new long[] {1, 2})),
                        x -> slice(logSoftmax(x, -1), new long[] {0, 0}, new long[] {1, 2}),
                        "softmax underflows to 0, whose logarithm is -infinity").nonFinite(REPAIRS, overflow),
                along("log_softmax", (x, axes) ->
                        sub(x.getFirst(), keep(logsumexp(x.getFirst(), axes), x.getFirst(), axes)),
                        (x, axes) -> logSoftmax(x.getFirst(), axes),
                        "the difference cancels where one element dominates"),
                along("softmax", (x, axes) -> exp(logSoftmax(x.getFirst(), axes)),
                        (x, axes) -> softmax(x.getFirst(), axes), "one step instead of two"),
                along("softmax_minus_one", (x, axes) -> sub(softmax(x.getFirst(), axes), scalar(1.0)),
                        (x, axes) -> expm1(logSoftmax(x.getFirst(), axes)), "the difference cancels near 1"),
                along("softmax_minus_one", (x, axes) -> sub(scalar(1.0), softmax(x.getFirst(), axes)),
                        (x, axes) -> neg(expm1(logSoftmax(x.getFirst(), axes))), "the difference cancels near 1"),
                along("weighted_logsumexp", 2, (x, axes) -> log(sum(mul(exp(x.get(0)), x.get(1)), axes)),
                        (x, axes) -> weightedLog(x.get(0), x.get(1), axes),
                        "exp overflows for large and vanishes for small arguments").nonFinite(REPAIRS, overflow)
                        .when("the largest is not subtracted yet").only(x -> !Seen.isShifted(x.getFirst())));
    }

    private static Tensor weightedLog(Tensor x, Tensor w, int[] axes) {
        var m = stopGradient(max(x, axes));
        var shift = where(isFinite(m), m, scalar(0.0));
        return add(shift, log(sum(mul(exp(sub(x, keep(shift, x, axes))), w), axes)));
    }

    private static List<Rule> logarithms() {
        var cancels = "1 + x rounds away the digits of a small x";
        return List.of(
                rule("log1p", x -> log(add(scalar(1.0), x)), x -> log1p(x), cancels),
                rule("log1p", x -> log(sub(scalar(1.0), x)), x -> log1p(neg(x)), cancels),
                rule("logit", x -> log(div(x, sub(scalar(1.0), x))), x -> sub(log(x), log1p(neg(x))), cancels),
                found("sigmoid_logit", INVERSES, x -> logistic(sub(log(x), log1p(neg(x)))),
                        x -> where(le(abs(sub(x, scalar(0.5))), scalar(0.5)), x, scalar(Double.NaN)),
                        "one function undoes the other")
                        .when("NaN is kept for arguments that may lie outside [0, 1]"),
                found("exp_log", INVERSES, x -> exp(log(softplus(x))), x -> softplus(x),
                        "one function undoes the other").when("the argument is not negative"),
                found("log_power", PRODUCTS, x -> log(powInt(x, 2)), x -> mul(log(abs(x)), scalar(2.0)),
                        "the power leaves the range of the dtype").nonFinite(REPAIRS,
                                "finite where the power overflows or underflows; log(1 / -0) is infinite, not NaN"),
                found("log_prod", PRODUCTS, (x, y) -> log(mul(x, div(y, x))), StableRules::logProd,
                        "products leave the range of the dtype").when("ranges do not exclude it; signs may be any")
                        .nonFinite(REPAIRS, "finite where the product overflows or underflows"));
    }

    private static Tensor logProd(Tensor x, Tensor y) {
        var first = log(abs(x));
        var second = log(abs(y));
        var third = neg(log(abs(x)));
        var sum = add(add(first, second), third);
        var size = add(add(abs(first), abs(second)), abs(third));
        var sign = mul(mul(sign(x), sign(y)), sign(x));
        var modest = lt(size, scalar(700.0));
        return where(modest, log(where(modest, mul(x, div(y, x)), scalar(1.0))), add(sum, log(sign)));
    }
}
