package org.cotangent.rewrite;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.op.Exponential;
import org.cotangent.op.Op;
import org.cotangent.op.Select;
import org.cotangent.rewrite.ExpSum.Quotient;
import org.cotangent.rewrite.ExpSum.Term;

/// Logarithms of what is made of exponentials.
final class LogOfExps implements Finder {
    @Override
    public List<Op> heads() {
        return List.of(Exponential.LOG, Exponential.LOG1P);
    }

    @Override
    public Found find(Site site) {
        return find(site.op(), site.operand());
    }

    private static Found find(Op op, Tensor x) {
        return Seen.op(x) instanceof Select && Seen.isNumber(Seen.operand(x, 1), 0) ? masked(op, x) : unmasked(op, x);
    }

    /// A share that is 0 where its exponent is -infinity.
    private static Found masked(Op op, Tensor x) {
        var found = unmasked(op, Seen.operand(x, 2));
        var zero = Ops.scalar(op == Exponential.LOG ? Double.NEGATIVE_INFINITY : 0);
        return found == null ? null
                : new Found(found.rule(), () -> Ops.where(Seen.operand(x, 0), zero, found.better().get()));
    }

    private static Found unmasked(Op op, Tensor x) {
        var sums = new ExpSum();
        var q = sums.of(x);
        if (q != null && op == Exponential.LOG1P) {
            q = ExpSum.sum(q, Quotient.of(Term.ONE), 1);
        }
        if (q == null || !sums.sawAny() || !ExpTerms.hasExponent(q.num()) && !ExpTerms.hasExponent(q.den())) {
            return null;
        }
        if (ExpTerms.hasWeights(q.num()) || ExpTerms.hasWeights(q.den())) {
            return sums.sawExp() ? weighted(q) : null;
        }
        return !ExpTerms.isPositive(q.den()) ? null : ExpTerms.isPositive(q.num()) ? positive(q) : difference(q);
    }

    private static Found positive(Quotient q) {
        var n = q.num();
        var d = q.den();
        if (n.size() == 1 && d.size() == 1) {
            return new Found("log_exp", () -> ExpTerms.log(n));
        }
        if (n.size() < d.size() && ExpSum.isWithin(n, d)) {
            var rest = ExpSum.without(d, n);
            return new Found("log_sigmoid", () -> Ops.neg(Ops.softplus(ExpTerms.logRatio(rest, n))));
        }
        if (d.size() < n.size() && ExpSum.isWithin(d, n)) {
            var rest = ExpSum.without(n, d);
            return new Found("softplus", () -> Ops.softplus(ExpTerms.logRatio(rest, d)));
        }
        if (q.isSum()) {
            return new Found(name(n), () -> ExpTerms.log(n));
        }
        return new Found("logsumexp", () -> ExpTerms.logRatio(n, d));
    }

    private static String name(List<Term> terms) {
        boolean equal = terms.stream().allMatch(t -> t.c() == terms.getFirst().c());
        if (!equal) {
            return "weighted_logsumexp";
        }
        return terms.size() > 2 ? "logsumexp"
                : terms.get(0).e().plus(terms.get(1).e(), 1).isZero() ? "log_cosh" : "logaddexp";
    }

    /// Positive terms less others: the larger part, and what is left of it.
    private static Found difference(Quotient q) {
        var more = q.num().stream().filter(t -> t.c() > 0).toList();
        var less = q.num().stream().filter(t -> t.c() < 0).map(t -> t.times(-1)).toList();
        if (more.isEmpty()) {
            return null;
        }
        boolean one = more.size() == 1 && more.getFirst().e().isConstant();
        Supplier<Tensor> better = () -> {
            var left = one ? Ops.log1mexp(ExpTerms.logRatio(less, more)) : guarded(more, less);
            var log = one && more.getFirst().isLike(Term.ONE) && more.getFirst().c() == 1 ? left
                    : Ops.add(ExpTerms.log(more), left);
            return q.isSum() ? log : Ops.sub(log, ExpTerms.log(q.den()));
        };
        return new Found(one ? "log1mexp" : "logdiffexp", better);
    }

    /// Where both exponents are the same infinity, their difference counts as 0, so that the logarithm is -infinity.
    private static Tensor guarded(List<Term> more, List<Term> less) {
        var difference = ExpTerms.logRatio(less, more);
        if (more.size() > 1 || less.size() > 1 || less.getFirst().e().isConstant()) {
            return Ops.log1mexp(difference);
        }
        var same = Ops.eq(less.getFirst().e().build(), more.getFirst().e().build());
        return Ops.log1mexp(Ops.where(same, ExpTerms.plusLog(Ops.scalar(0.0), less.getFirst().c()
                / more.getFirst().c()), difference));
    }

    private static Found weighted(Quotient q) {
        var n = q.num();
        var d = q.den();
        if (n.size() == 1 && d.size() == 1) {
            var e = n.getFirst().e().minus(d.getFirst().e());
            if (e.isConstant()) {
                return null;
            }
            return new Found("log_exp", () -> {
                var top = ExpTerms.factor(n.getFirst());
                var all = d.getFirst().weights().isEmpty() ? top : Ops.div(top, ExpTerms.factor(d.getFirst()));
                return Ops.add(Ops.log(all), e.build());
            });
        }
        if (n.size() == 1 || !ExpTerms.hasExponent(n)) {
            return null;
        }
        return new Found("weighted_logsumexp", () -> q.isSum() ? ExpTerms.shiftedLog(n)
                : Ops.sub(ExpTerms.shiftedLog(n), ExpTerms.shiftedLog(d)));
    }
}
