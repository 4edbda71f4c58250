package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Exponential;
import org.cotangent.op.Hyperbolic;
import org.cotangent.op.Op;
import org.cotangent.op.PowInt;
import org.cotangent.op.Sum;

/// Reads a value as a quotient of sums of terms `c * w1 * w2 * ... * exp(e)`: the algebra behind the rules about
/// logarithms and quotients of exponentials. What it cannot read is a weight.
final class ExpSum {
    private static final int VISITS = 160;
    private static final int DEPTH = 48;
    private static final int TERMS = 64;

    /// One term; its weights are values of any sign.
    record Term(double c, List<Tensor> weights, Exponent e) {
        static final Term ONE = new Term(1, List.of(), Exponent.ZERO);

        boolean isLike(Term t) {
            if (weights.size() != t.weights.size() || !e.isLike(t.e)) {
                return false;
            }
            var rest = new ArrayList<>(weights.stream().map(Seen::key).toList());
            return t.weights.stream().allMatch(w -> rest.remove(Seen.key(w)));
        }

        Term times(Term t) {
            var all = new ArrayList<>(weights);
            all.addAll(t.weights);
            return new Term(c * t.c, List.copyOf(all), e.plus(t.e, 1));
        }

        /// This over a term without weights.
        Term over(Term t) {
            return new Term(c / t.c, weights, e.minus(t.e));
        }

        Term times(double factor) {
            return new Term(c * factor, weights, e);
        }
    }

    /// A quotient of sums.
    record Quotient(List<Term> num, List<Term> den) {
        static Quotient of(Term t) {
            return new Quotient(List.of(t), List.of(Term.ONE));
        }

        boolean isSum() {
            return den.size() == 1 && den.getFirst().isLike(Term.ONE) && den.getFirst().c == 1;
        }
    }

    private int visits;
    private boolean raw;
    private boolean any;

    /// Whether an exponential itself was read.
    boolean sawExp() {
        return raw;
    }

    /// Whether anything made of exponentials was read.
    boolean sawAny() {
        return any;
    }

    /// The value as a quotient; null where it is too large to be looked at. Recursion is bounded by DEPTH and VISITS.
    Quotient of(Tensor t) {
        return read(t, DEPTH);
    }

    private Quotient read(Tensor t, int depth) {
        if (Seen.isNumber(t)) {
            double c = Seen.number(t);
            return c == 0 || !Double.isFinite(c) ? null : Quotient.of(new Term(c, List.of(), Exponent.ZERO));
        }
        Op op = Seen.op(t);
        if (op == null || visits++ > VISITS || depth == 0) {
            return weight(t);
        }
        return switch (op) {
            case Exponential e -> exponential(e, t);
            case Hyperbolic h -> hyperbolic(h, t);
            case Arithmetic a -> a == Arithmetic.NEG ? scaled(read(Seen.operand(t), depth - 1), -1) : weight(t);
            case Binary b -> binary(b, t, depth);
            case PowInt p -> power(p.k(), t, depth);
            case Sum s -> summed(s, t);
            default -> weight(t);
        };
    }

    private static Quotient weight(Tensor t) {
        return Quotient.of(new Term(1, List.of(t), Exponent.ZERO));
    }

    private Term exp(double c, Tensor exponent, double factor) {
        any = true;
        return new Term(c, List.of(), Exponent.ZERO.plus(Exponent.of(exponent), factor));
    }

    private Quotient exponential(Exponential e, Tensor t) {
        var x = Seen.operand(t);
        if (Seen.isShifted(x)) {
            return weight(t);
        }
        raw |= e == Exponential.EXP || e == Exponential.EXPM1;
        return switch (e) {
            case EXP -> Quotient.of(exp(1, x, 1));
            case EXPM1 -> new Quotient(List.of(exp(1, x, 1), Term.ONE.times(-1)), List.of(Term.ONE));
            case LOGISTIC -> new Quotient(List.of(Term.ONE), List.of(Term.ONE, exp(1, x, -1)));
            default -> weight(t);
        };
    }

    private Quotient hyperbolic(Hyperbolic h, Tensor t) {
        var x = Seen.operand(t);
        return switch (h) {
            case SINH -> new Quotient(List.of(exp(0.5, x, 1), exp(-0.5, x, -1)), List.of(Term.ONE));
            case COSH -> new Quotient(List.of(exp(0.5, x, 1), exp(0.5, x, -1)), List.of(Term.ONE));
            case TANH -> new Quotient(List.of(Term.ONE, exp(-1, x, -2)), List.of(Term.ONE, exp(1, x, -2)));
            default -> weight(t);
        };
    }

    private Quotient summed(Sum s, Tensor t) {
        var of = Seen.operand(t);
        if (!Seen.is(of, Exponential.EXP) || Seen.isShifted(Seen.operand(of))) {
            return weight(t);
        }
        raw = true;
        var axes = s.axes().stream().mapToInt(Integer::intValue).toArray();
        return Quotient.of(exp(1, Ops.logsumexp(Seen.operand(of), axes), 1));
    }

    private Quotient binary(Binary op, Tensor t, int depth) {
        if (op != Binary.ADD && op != Binary.SUB && op != Binary.MUL && op != Binary.DIV) {
            return weight(t);
        }
        var a = read(Seen.operand(t, 0), depth - 1);
        var b = a == null ? null : read(Seen.operand(t, 1), depth - 1);
        return b == null ? null : switch (op) {
            case ADD -> sum(a, b, 1);
            case SUB -> sum(a, b, -1);
            case MUL -> product(a, b);
            default -> product(a, new Quotient(b.den, b.num));
        };
    }

    private Quotient power(int k, Tensor t, int depth) {
        var q = read(Seen.operand(t), depth - 1);
        if (q == null || q.num.size() != 1 || !q.isSum() || !q.num.getFirst().weights.isEmpty()
                || q.num.getFirst().e.isConstant()) {
            return weight(t);
        }
        var x = q.num.getFirst();
        return Quotient.of(new Term(Math.pow(x.c, k), List.of(), Exponent.ZERO.plus(x.e, k)));
    }

    private static Quotient scaled(Quotient q, double factor) {
        return q == null ? null : new Quotient(q.num.stream().map(x -> x.times(factor)).toList(), q.den);
    }

    /// a + factor b; null where the terms cancel or are too many.
    static Quotient sum(Quotient a, Quotient b, double factor) {
        var num = new ArrayList<Term>();
        List<Term> den;
        if (sameSum(a.den, b.den)) {
            num.addAll(a.num);
            b.num.forEach(x -> num.add(x.times(factor)));
            den = a.den;
        } else {
            var left = cross(a.num, b.den);
            var right = cross(b.num, a.den);
            den = cross(a.den, b.den);
            if (left == null || right == null || den == null) {
                return null;
            }
            num.addAll(left);
            right.forEach(x -> num.add(x.times(factor)));
        }
        return normal(combined(num), combined(den));
    }

    static Quotient product(Quotient a, Quotient b) {
        var num = cross(a.num, b.num);
        var den = cross(a.den, b.den);
        return num == null || den == null ? null : normal(combined(num), combined(den));
    }

    private static List<Term> cross(List<Term> a, List<Term> b) {
        if (a.size() * b.size() > TERMS) {
            return null;
        }
        var out = new ArrayList<Term>();
        a.forEach(x -> b.forEach(y -> out.add(x.times(y))));
        return out;
    }

    /// Like terms made one.
    private static List<Term> combined(List<Term> terms) {
        var out = new ArrayList<Term>();
        for (var t : terms) {
            int at = indexOf(out, t);
            if (at < 0) {
                out.add(t);
            } else {
                var sum = new Term(out.get(at).c + t.c, t.weights, t.e);
                if (sum.c == 0) {
                    out.remove(at);
                } else {
                    out.set(at, sum);
                }
            }
        }
        return out;
    }

    static int indexOf(List<Term> terms, Term t) {
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i).isLike(t)) {
                return i;
            }
        }
        return -1;
    }

    /// A single term without weights is not left in the denominator.
    private static Quotient normal(List<Term> num, List<Term> den) {
        if (num.isEmpty() || den.isEmpty() || num.size() > TERMS) {
            return null;
        }
        if (den.size() == 1 && den.getFirst().weights.isEmpty()) {
            var d = den.getFirst();
            return new Quotient(num.stream().map(x -> x.over(d)).toList(), List.of(Term.ONE));
        }
        var ratio = ratio(num, den);
        return ratio != null ? Quotient.of(ratio) : new Quotient(List.copyOf(num), List.copyOf(den));
    }

    /// The term that one sum is a multiple of the other by, or null.
    private static Term ratio(List<Term> num, List<Term> den) {
        if (num.size() != den.size() || !num.getFirst().weights.isEmpty()) {
            return null;
        }
        for (var d : den) {
            var r = d.weights.isEmpty() ? num.getFirst().over(d) : null;
            if (r != null && isWithin(num, den.stream().map(x -> x.times(r)).toList())) {
                return r;
            }
        }
        return null;
    }

    private static boolean sameSum(List<Term> a, List<Term> b) {
        return a.size() == b.size() && isWithin(a, b);
    }

    /// Whether every term of `part` is one of `whole`, with the same factor.
    static boolean isWithin(List<Term> part, List<Term> whole) {
        return part.stream().allMatch(t -> {
            int at = indexOf(whole, t);
            return at >= 0 && whole.get(at).c == t.c;
        });
    }

    /// The terms of `whole` that are not in `part`.
    static List<Term> without(List<Term> whole, List<Term> part) {
        return whole.stream().filter(t -> indexOf(part, t) < 0).toList();
    }
}
