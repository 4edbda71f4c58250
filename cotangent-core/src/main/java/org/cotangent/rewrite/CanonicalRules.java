package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;
import static org.cotangent.rewrite.Rule.found;

import java.util.List;

/// The catalogue of the group CANONICAL.
final class CanonicalRules {
    private static final Finder SIGNS = new Canonical();

    static final List<Rule> ALL = List.of(
            found("neg_neg", SIGNS, x -> neg(neg(x)), x -> x, "two changes of sign are none"),
            found("add_negative", SIGNS, x -> add(x, scalar(-2.0)), x -> sub(x, scalar(2.0)), "one form of a sum"),
            found("add_neg", SIGNS, (x, y) -> add(x, neg(y)), (x, y) -> sub(x, y), "one operation instead of two"),
            found("sub_negative", SIGNS, x -> sub(x, scalar(-2.0)), x -> add(x, scalar(2.0)), "one form of a sum"),
            found("sub_neg", SIGNS, (x, y) -> sub(x, neg(y)), (x, y) -> add(x, y), "one operation instead of two"),
            found("mul_neg", SIGNS, (x, y) -> mul(x, neg(y)), (x, y) -> neg(mul(x, y)), "signs move outwards"),
            found("mul_minus_one", SIGNS, x -> mul(x, scalar(-1.0)), x -> neg(x), "a change of sign is no product"),
            found("div_neg", SIGNS, (x, y) -> div(neg(x), y), (x, y) -> neg(div(x, y)), "signs move outwards"),
            found("reshape_reshape", Canonical.RESHAPES, x -> reshape(reshape(x, 6), 3, 2), x -> reshape(x, 3, 2),
                    "only the last shape counts"));

    private CanonicalRules() {
    }
}
