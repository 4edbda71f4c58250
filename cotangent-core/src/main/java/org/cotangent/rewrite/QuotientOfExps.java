package org.cotangent.rewrite;

import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Exponential;
import org.cotangent.op.Hyperbolic;
import org.cotangent.op.Op;
import org.cotangent.rewrite.ExpSum.Quotient;
import org.cotangent.rewrite.ExpSum.Term;

/// Quotients of what is made of exponentials, and what is left of 1 when a share of it is taken away.
final class QuotientOfExps implements Finder {
    private static final int SHARES = 3;

    @Override
    public List<Op> heads() {
        return List.of(Binary.DIV, Binary.MUL, Binary.ADD, Binary.SUB);
    }

    @Override
    public Found find(Site site) {
        var a = site.operand(0);
        var b = site.operand(1);
        return switch ((Binary) site.op()) {
            case DIV -> quotient(a, b);
            case MUL -> product(a, b);
            case ADD -> remainder(a, b, 1);
            default -> remainder(a, b, -1);
        };
    }

    private static Found quotient(Tensor a, Tensor b) {
        var op = Seen.op(b);
        if (op != Binary.ADD && op != Binary.SUB && op != Binary.MUL && op != Binary.DIV
                && !(op instanceof Exponential) && !(op instanceof Hyperbolic)) {
            return null;
        }
        var top = new ExpSum();
        var bottom = new ExpSum();
        var n = top.of(a);
        var d = n == null ? null : bottom.of(b);
        var q = d == null ? null : ExpSum.product(n, new Quotient(d.den(), d.num()));
        if (q == null || !bottom.sawAny()) {
            return null;
        }
        if (q.isSum()) {
            return single(q, top.sawAny() || Seen.isNumber(a));
        }
        return several(q, bottom.sawExp(), top.sawExp());
    }

    /// exp(x) / exp(y) and the like: one exponential of the difference.
    private static Found single(Quotient q, boolean top) {
        if (q.num().size() != 1 || !top) {
            return null;
        }
        var n = q.num().getFirst();
        return n.e().isConstant() ? null
                : new Found("exp_quotient", () -> ExpTerms.weighted(n, Ops.exp(n.e().build())));
    }

    private static Found product(Tensor a, Tensor b) {
        boolean fits = Seen.is(a, Exponential.EXP) && Seen.is(b, Exponential.LOGISTIC)
                || Seen.is(b, Exponential.EXP) && Seen.is(a, Exponential.LOGISTIC);
        if (!fits) {
            return null;
        }
        var n = new ExpSum().of(a);
        var q = n == null ? null : ExpSum.product(n, new ExpSum().of(b));
        return q == null || !ExpTerms.isPositive(q.den()) || q.num().size() != 1
                || ExpSum.indexOf(q.den(), q.num().getFirst()) < 0 ? null : shares(q, "sigmoid");
    }

    /// c + q or c - q or q - c where terms of the sum cancel.
    private static Found remainder(Tensor a, Tensor b, double sign) {
        boolean numberFirst = Seen.isNumber(a);
        var share = numberFirst ? b : a;
        var op = Seen.op(share);
        if (numberFirst == Seen.isNumber(b)
                || op != Exponential.LOGISTIC && op != Hyperbolic.TANH && op != Binary.DIV) {
            return null;
        }
        var sums = new ExpSum();
        var left = sums.of(a);
        var right = left == null ? null : sums.of(b);
        if (right == null || !sums.sawAny()) {
            return null;
        }
        var q = ExpSum.sum(left, right, sign);
        if (q == null || q.isSum() || q.num().size() >= q.den().size() || !ExpTerms.isPositive(q.den())) {
            return null;
        }
        boolean known = q.num().stream().allMatch(t -> ExpSum.indexOf(q.den(), bare(t)) >= 0);
        return known && q.den().size() <= SHARES
                ? shares(q, op == Hyperbolic.TANH ? "one_minus_tanh" : "one_minus_sigmoid") : null;
    }

    private static Term bare(Term t) {
        return new Term(1, List.of(), t.e());
    }

    private static Found several(Quotient q, boolean bottomExp, boolean topExp) {
        var n = q.num();
        var d = q.den();
        if (!ExpTerms.isPositive(d)) {
            return bottomExp && topExp && ExpTerms.hasExponent(d) && ExpTerms.hasExponent(n)
                    ? shifted(q, "weighted_softmax") : null;
        }
        var tanh = tanh(n, d);
        if (tanh != null) {
            return tanh;
        }
        if (n.size() > 1 && n.size() < d.size() && ExpSum.isWithin(n, d) && (bottomExp || topExp)) {
            return new Found("softmax", () -> ExpTerms.shareOf(n, d));
        }
        boolean shares = n.stream().allMatch(t -> ExpSum.indexOf(d, bare(t)) >= 0);
        var name = ExpTerms.hasWeights(n) || n.size() > 1 ? "weighted_softmax" : d.size() == 2 ? "sigmoid" : "softmax";
        if (shares && (d.size() <= SHARES || n.size() == 1) && (bottomExp || topExp)) {
            return shares(q, name);
        }
        return bottomExp ? shifted(q, name) : null;
    }

    /// (exp a - exp b) / (exp a + exp b).
    private static Found tanh(List<Term> n, List<Term> d) {
        if (n.size() != 2 || d.size() != 2 || ExpTerms.hasWeights(n) || n.get(0).c() != -n.get(1).c()
                || d.get(0).c() != d.get(1).c() || ExpSum.indexOf(d, n.get(0)) < 0 || ExpSum.indexOf(d, n.get(1)) < 0) {
            return null;
        }
        double c = n.get(0).c() / d.get(0).c();
        return new Found("tanh", () -> {
            var half = Exponent.ZERO.plus(n.get(0).e().minus(n.get(1).e()), 0.5);
            return ExpTerms.weighted(new Term(c, List.of(), Exponent.ZERO), Ops.tanh(half.build()));
        });
    }

    private static Found shares(Quotient q, String name) {
        return new Found(name, () -> {
            Tensor sum = null;
            for (var t : q.num()) {
                int i = ExpSum.indexOf(q.den(), bare(t));
                var part = ExpTerms.weighted(t.times(1 / q.den().get(i).c()), ExpTerms.share(q.den(), i));
                sum = sum == null ? part : Ops.add(sum, part);
            }
            return sum;
        });
    }

    /// Both sums over the exponential of the largest exponent of the denominator.
    private static Found shifted(Quotient q, String name) {
        return new Found(name, () -> {
            var m = ExpTerms.largest(q.den());
            return Ops.div(ExpTerms.shifted(q.num(), m), ExpTerms.shifted(q.den(), m));
        });
    }
}
