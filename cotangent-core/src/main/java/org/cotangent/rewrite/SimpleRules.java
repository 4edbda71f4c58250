package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;
import static org.cotangent.rewrite.Rule.found;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Update;
import org.cotangent.op.Binary;
import org.cotangent.op.Permute;
import org.cotangent.op.PowInt;

/// The catalogues of the groups SIMPLIFY and SPECIALIZE.
final class SimpleRules {
    private static final Finder MOVES = new Moves();
    private static final Finder POW = Finder.of("pow_whole", List.of(Binary.POW), site -> {
        var k = site.operand(1);
        return !Seen.isNumber(site.operand(0)) && (Seen.isNumber(k, 2) || Seen.isNumber(k, 3))
                ? () -> Dispatch.bind(new PowInt((int) Seen.number(k)), site.operand(0)) : null;
    });

    static final List<Rule> SIMPLIFY = List.of(
            found("neutral", Simple.NEUTRAL, x -> mul(x, scalar(1.0)), x -> x, "it changes nothing")
                    .when("x * 1, x / 1, x - 0 and x + -0; not x + 0, which turns -0 into 0"),
            found("max_same", Simple.SAME, x -> max(x, x), x -> x, "it changes nothing"),
            found("abs_neg", Simple.ABS, x -> abs(neg(x)), x -> abs(x), "the sign is lost anyway"),
            found("not_not", Simple.NOT, x -> where(not(not(gt(x, scalar(0.5)))), x, scalar(2.0)),
                    x -> where(gt(x, scalar(0.5)), x, scalar(2.0)), "two negations are none"),
            found("pow_int_sign", Simple.POWER, x -> powInt(neg(x), 2), x -> powInt(x, 2), "the sign is lost anyway"),
            found("where_known", Simple.CHOICE, x -> where(ge(x, scalar(0.5)), x, x), x -> x, "there is no choice"),
            found("move_nothing", MOVES, x -> Dispatch.bind(new Permute(List.of(0, 1)), x), x -> x,
                    "every element stays where it is"),
            found("move_twice", MOVES, x -> permute(permute(flip(x, 0), 1, 0), 1, 0), x -> flip(x, 0),
                    "one movement instead of two"),
            found("convert_twice", MOVES, x -> x.to(DType.FLOAT32).to(DType.FLOAT64).to(DType.FLOAT32).to(
                    DType.FLOAT64), x -> x.to(DType.FLOAT32).to(DType.FLOAT64),
                    "the conversion in between loses nothing"),
            found("reduce_repeated", MOVES, x -> max(broadcastTo(x, x.shape().insert(0, 2)), 0), x -> x,
                    "the extreme of copies is the element itself"));

    static final List<Rule> SPECIALIZE = List.of(
            found("pow_whole", POW, x -> pow(x, scalar(2.0)), x -> powInt(x, 2),
                    "a product instead of a logarithm and an exponential; within one ulp"),
            found("add_in_place", new Accumulations(),
                    x -> add(x, put(zerosLike(x), arange(2, DType.INT64), x, 0, Update.ADD)),
                    x -> put(x, arange(2, DType.INT64), x, 0, Update.ADD),
                    "no tensor of zeros is made and added").when("nothing else uses the scattered tensor; indices are "
                            + "single or added; a zero may change its sign, and sums at one place their order"),
            found("running_sum_of_one", new RunningSums(),
                    x -> cumsum(pad(expandDims(x, 0), new long[x.rank() + 1], behind(x.rank() + 1, 3), 0), 0),
                    x -> broadcastTo(expandDims(x, 0), x.shape().insert(0, 4)),
                    "what is added to the one element is zero").when("a zero may change its sign"));

    private SimpleRules() {
    }

    /// So many elements behind the first axis, none behind the others.
    private static long[] behind(int rank, long count) {
        var out = new long[rank];
        out[0] = count;
        return out;
    }
}
