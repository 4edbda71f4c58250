package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.rewrite.ExpSum.Term;

/// Writes sums of exponentials down so that nothing overflows: logarithms, shifted sums, shares.
final class ExpTerms {
    private ExpTerms() {
    }

    static boolean isPlain(List<Term> terms) {
        return terms.stream().allMatch(t -> t.weights().isEmpty());
    }

    /// Whether all factors are positive and nothing is weighted.
    static boolean isPositive(List<Term> terms) {
        return isPlain(terms) && terms.stream().allMatch(t -> t.c() > 0);
    }

    static boolean hasExponent(List<Term> terms) {
        return terms.stream().anyMatch(t -> !t.e().isConstant());
    }

    static boolean hasWeights(List<Term> terms) {
        return !isPlain(terms);
    }

    /// x + log(c), nothing for c = 1.
    static Tensor plusLog(Tensor x, double c) {
        if (c == 1) {
            return x;
        }
        double log = Math.log(c);
        return log > 0 ? Ops.add(x, Ops.scalar(log)) : Ops.sub(x, Ops.scalar(-log));
    }

    /// The logarithm of a sum of positive terms without weights, one of which at least has an exponent.
    static Tensor log(List<Term> terms) {
        var first = terms.getFirst();
        if (terms.size() == 1) {
            return plusLog(first.e().build(), first.c());
        }
        if (terms.stream().anyMatch(t -> t.c() != first.c())) {
            return softShifted(terms);
        }
        if (terms.size() == 2 && terms.get(0).e().plus(terms.get(1).e(), 1).isZero()) {
            return plusLog(Ops.logCosh(first.e().build()), 2 * first.c());
        }
        return plusLog(log(terms.stream().map(Term::e).toList(), terms), first.c());
    }

    /// log of the plain sum of exp(e).
    private static Tensor log(List<Exponent> exponents, List<Term> terms) {
        var values = exponents.stream().filter(e -> !e.isConstant()).map(Exponent::build).toList();
        var constant = exponents.stream().filter(Exponent::isConstant).findFirst().orElse(null);
        var rest = values.size() == 1 ? values.getFirst()
                : values.size() == 2 ? Ops.logaddexp(values.get(0), values.get(1))
                        : Ops.logsumexp(Ops.stack(values, 0), 0);
        return constant == null ? rest
                : constant.isZero() ? Ops.softplus(rest) : Ops.logaddexp(rest, Ops.scalar(constant.constant()));
    }

    /// One constant term c beside c' exp(x): log(c) + softplus(x + log(c'/c)); others shifted by the largest exponent.
    private static Tensor softShifted(List<Term> terms) {
        var constants = terms.stream().filter(t -> t.e().isConstant()).toList();
        if (constants.size() == 1) {
            var c = constants.getFirst();
            var rest = ExpSum.without(terms, constants).stream().map(t -> t.over(c)).toList();
            return plusLog(Ops.softplus(log(rest)), c.c() * Math.exp(c.e().constant()));
        }
        return shiftedLog(terms);
    }

    /// m + log(sum of c w exp(e - m)), for weights of any sign.
    static Tensor shiftedLog(List<Term> terms) {
        var m = largest(terms);
        return Ops.add(m, Ops.log(shifted(terms, m)));
    }

    /// The largest exponent, which counts as a constant: what is made of it does not depend on it. 0 where it is
    /// infinite.
    static Tensor largest(List<Term> terms) {
        Tensor m = null;
        for (var t : terms) {
            var e = t.e().build();
            m = m == null ? e : Ops.max(m, e);
        }
        var stopped = Ops.stopGradient(Objects.requireNonNull(m));
        return Ops.where(Ops.isFinite(stopped), stopped, Ops.scalar(0));
    }

    /// The sum of c w exp(e - m).
    static Tensor shifted(List<Term> terms, Tensor m) {
        Tensor sum = null;
        for (var t : terms) {
            var x = weighted(t, Ops.exp(Ops.sub(t.e().build(), m)));
            sum = sum == null ? x : Ops.add(sum, x);
        }
        return sum;
    }

    /// c w x.
    static Tensor weighted(Term t, Tensor x) {
        var out = x;
        for (var w : t.weights()) {
            out = Ops.mul(out, w);
        }
        return t.c() == 1 ? out : t.c() == -1 ? Ops.neg(out) : Ops.mul(out, Ops.scalar(t.c()));
    }

    /// c w, a number where there are no weights.
    static Tensor factor(Term t) {
        if (t.weights().isEmpty()) {
            return Ops.scalar(t.c());
        }
        return weighted(new Term(t.c(), t.weights().subList(1, t.weights().size()), t.e()), t.weights().getFirst());
    }

    /// log(a / b) for sums without a common term; the first of b is taken out of everything first.
    static Tensor logRatio(List<Term> a, List<Term> b) {
        return logRatio(a, b, null);
    }

    private static Tensor logRatio(List<Term> a, List<Term> b, Tensor masked) {
        var top = over(a, b.getFirst(), masked);
        return b.size() == 1 ? log(top) : Ops.sub(log(top), log(over(b, b.getFirst(), masked)));
    }

    private static List<Term> over(List<Term> terms, Term anchor, Tensor masked) {
        var all = terms.stream().map(t -> t.over(anchor)).toList();
        return masked == null ? all : guarded(all, masked);
    }

    /// The share of term `i`: exp(e_i) c_i / sum, as the logistic function of what the others weigh against it.
    static Tensor share(List<Term> terms, int i) {
        var one = terms.get(i);
        var others = new ArrayList<Term>();
        for (int k = 0; k < terms.size(); k++) {
            if (k != i) {
                others.add(terms.get(k).over(one));
            }
        }
        if (others.size() == 1) {
            var odds = Exponent.ZERO.minus(others.getFirst().e()).build();
            return Ops.logistic(plusLog(odds, 1 / others.getFirst().c()));
        }
        if (one.e().isConstant()) {
            return Ops.logistic(Ops.neg(log(others)));
        }
        var masked = Ops.and(isMasked(one.e().build()), anyFinite(terms));
        return Ops.where(masked, Ops.scalar(0.0), Ops.logistic(Ops.neg(log(guarded(others, masked)))));
    }

    /// The terms with exponents of 0 where something holds, so that nothing comes of them there, nor in derivatives.
    private static List<Term> guarded(List<Term> terms, Tensor where) {
        return terms.stream().map(t -> t.e().isConstant() ? t : new Term(t.c(), t.weights(),
                Exponent.of(Ops.where(where, Ops.scalar(0.0), t.e().build())))).toList();
    }

    private static Tensor isMasked(Tensor e) {
        return Ops.eq(e, Ops.scalar(Double.NEGATIVE_INFINITY));
    }

    /// Whether the sum is neither 0 nor infinite nor NaN by its exponents.
    private static Tensor anyFinite(List<Term> terms) {
        Tensor m = null;
        for (var t : terms) {
            var e = t.e().build();
            m = m == null ? e : Ops.max(m, e);
        }
        return Ops.isFinite(m);
    }

    /// The sum of some terms over that of all, as the logistic function of what the others weigh against them; by
    /// shifted sums where some exponents are -infinity (masked), whose differences would be NaN.
    static Tensor shareOf(List<Term> some, List<Term> all) {
        var rest = ExpSum.without(all, some);
        Tensor masked = null;
        for (var t : all) {
            if (!t.e().isConstant()) {
                var one = isMasked(t.e().build());
                masked = masked == null ? one : Ops.or(masked, one);
            }
        }
        if (masked == null) {
            return Ops.logistic(logRatio(some, rest, null));
        }
        var m = largest(all);
        var quotient = Ops.div(shifted(some, m), shifted(all, m));
        var any = Ops.and(masked, anyFinite(all));
        return Ops.where(any, quotient, Ops.logistic(logRatio(some, rest, any)));
    }
}
