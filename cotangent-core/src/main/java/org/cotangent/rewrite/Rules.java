package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;
import static org.cotangent.rewrite.Rule.along;
import static org.cotangent.rewrite.Rule.rule;
import static org.cotangent.rewrite.Rule.seeing;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Exponential;

/// The rules, in groups; within a group the first that matches is taken.
public final class Rules {
    private Rules() {
    }

    /// Rewrites that keep naive formulas from overflowing or losing digits.
    public static final List<Rule> STABILIZE = List.of(
            rule("softplus", x -> log(add(scalar(1), exp(x))), x -> softplus(x),
                    "exp overflows; log loses digits near 1"),
            rule("softplus", x -> log1p(exp(x)), x -> softplus(x), "exp overflows"),
            rule("log1p", x -> log(add(scalar(1), x)), x -> log1p(x), "1 + x rounds away the digits of a small x"),
            rule("expm1", x -> sub(exp(x), scalar(1)), x -> expm1(x), "exp(x) - 1 cancels near 0"),
            along("logsumexp", (x, axes) -> log(sum(exp(x.getFirst()), axes)),
                    (x, axes) -> logsumexp(x.getFirst(), axes),
                    "exp overflows for large and vanishes for small arguments"),
            along("softmax", (x, axes) ->
                    div(exp(x.getFirst()), keep(sum(exp(x.getFirst()), axes), x.getFirst(), axes)),
                    (x, axes) -> softmax(x.getFirst(), axes), "exp overflows; the quotient does not"),
            along("log_softmax", (x, axes) -> log(softmax(x.getFirst(), axes)),
                    (x, axes) -> logSoftmax(x.getFirst(), axes),
                    "softmax underflows to 0, whose logarithm is -infinity"),
            seeing("log_softmax", Exponential.LOG, (op, in) -> Moved.logOfSoftmax(in.getFirst()),
                    x -> log(slice(softmax(x, -1), new long[] {0, 0}, new long[] {1, 2})),
                    x -> slice(logSoftmax(x, -1), new long[] {0, 0}, new long[] {1, 2}),
                    "softmax underflows to 0, whose logarithm is -infinity"),
            along("log_softmax", (x, axes) ->
                    sub(x.getFirst(), keep(logsumexp(x.getFirst(), axes), x.getFirst(), axes)),
                    (x, axes) -> logSoftmax(x.getFirst(), axes), "the difference cancels where one element dominates"),
            along("softmax", (x, axes) -> exp(logSoftmax(x.getFirst(), axes)), (x, axes) -> softmax(x.getFirst(), axes),
                    "one step instead of two"));

    private static Tensor keep(Tensor reduced, Tensor like, int[] axes) {
        return restore(reduced, like.shape(), axes);
    }
}
