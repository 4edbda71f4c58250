package org.cotangent.nn.text;

import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;

/// How the next token is chosen from scores.
///
/// @param temperature scores are divided by it: below 1 likely tokens become likelier; 0 takes the likeliest
/// @param candidates  only that many of the likeliest tokens can be chosen (top-k); 0: all
/// @param mass        only the fewest likeliest tokens whose probabilities reach this can be chosen (top-p); 1: all
public record Sampling(double temperature, int candidates, double mass) {
    /// As described above.
    ///
    /// @throws NumericsException for a negative temperature or number, or a mass outside (0, 1]
    public Sampling {
        if (!(temperature >= 0) || temperature == Double.POSITIVE_INFINITY || candidates < 0
                || !(mass > 0 && mass <= 1)) {
            throw new NumericsException("choose tokens at temperature " + temperature + " among " + candidates
                    + " candidates with mass " + mass, "a number out of range",
                    "give a temperature and candidates from 0 on, and a mass in (0, 1]");
        }
    }

    /// The likeliest token always.
    public static Sampling greedy() {
        return new Sampling(0, 0, 1);
    }

    /// Drawn with probabilities softmax(scores / temperature).
    public static Sampling at(double temperature) {
        return new Sampling(temperature, 0, 1);
    }

    /// Among the k likeliest tokens, and those as likely as the last of them.
    public Sampling among(int k) {
        return new Sampling(temperature, k, mass);
    }

    /// Among the fewest likeliest tokens whose probabilities add up to `p`. Holtzman et al. 2019.
    public Sampling within(double p) {
        return new Sampling(temperature, candidates, p);
    }

    /// The index of the token that is chosen from `scores: [vocabulary]`, an int64 scalar.
    ///
    /// @param key what is drawn with; not looked at by a greedy choice
    public Tensor choose(Tensor scores, Tensor key) {
        if (scores.rank() != 1 || scores.size(0) == 0) {
            throw new ShapeException("choose a token", "scores " + scores.type(), "give scores [vocabulary]");
        }
        if (temperature == 0) {
            return Ops.argmax(scores, 0);
        }
        return Ops.categorical(key, left(Ops.div(scores, Ops.scalar(temperature))));
    }

    /// The scores, with -infinity for tokens that cannot be chosen.
    private Tensor left(Tensor scores) {
        var x = scores;
        if (candidates > 0 && candidates < scores.size(0)) {
            x = atLeast(x, Ops.index(Ops.topK(x, candidates).values(), candidates - 1));
        }
        if (mass < 1) {
            var ordered = Ops.topK(x, x.size(0)).values();
            var each = Ops.softmax(ordered, -1);
            var before = Ops.sub(Ops.cumsum(each, 0), each);
            var kept = Ops.where(Ops.lt(before, Ops.scalar(mass)), ordered, Ops.scalar(Double.POSITIVE_INFINITY));
            x = atLeast(x, Ops.min(kept));
        }
        return x;
    }

    private static Tensor atLeast(Tensor x, Tensor least) {
        return Ops.where(Ops.ge(x, least), x, Ops.scalar(Double.NEGATIVE_INFINITY));
    }
}
