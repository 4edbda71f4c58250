package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Compare;
import org.cotangent.op.Op;
import org.cotangent.op.Select;

/// Differences with square roots that cancel: the larger sum is made, and the difference follows from the product of
/// both, which is known.
final class RootDifferences implements Finder {
    @Override
    public List<Op> heads() {
        return List.of(Binary.SUB, Binary.ADD, Binary.DIV);
    }

    @Override
    public Found find(Site site) {
        var a = site.operand(0);
        var b = site.operand(1);
        if (site.op() == Binary.DIV) {
            return quadratic(a, b);
        }
        boolean minus = site.op() == Binary.SUB;
        if (minus) {
            var roots = roots(a, b, site);
            if (roots != null) {
                return roots;
            }
        }
        if (Seen.is(a, Arithmetic.SQRT) && !Seen.isNumber(b)) {
            return beside(a, minus ? neg(b) : b, b, minus);
        }
        return !minus && Seen.is(b, Arithmetic.SQRT) && !Seen.isNumber(a) ? beside(b, a, a, false) : null;
    }

    /// sqrt(p) - sqrt(q) where p - q is known; a number counts as the root of its square.
    private static Found roots(Tensor a, Tensor b, Site site) {
        var p = under(a);
        var q = under(b);
        if (p == null || q == null || Seen.isNumber(a) && Seen.isNumber(b)) {
            return null;
        }
        var known = difference(p, q);
        if (known == null) {
            return null;
        }
        return new Found("sqrt_difference", () -> {
            var d = known.build();
            var quotient = div(d, add(a, b));
            return d.rank() == 0 && Seen.isNumber(d) || !site.fact(d).mayBeInfinite() ? quotient
                    : where(eq(d, scalar(Double.POSITIVE_INFINITY)), d, quotient);
        });
    }

    private static Tensor under(Tensor t) {
        if (Seen.isNumber(t)) {
            double r = Seen.number(t);
            return r > 0 && Double.isFinite(r * r) ? scalar(r * r) : null;
        }
        return Seen.under(Arithmetic.SQRT, t);
    }

    /// p - q where it is less than p and q themselves.
    private static Exponent difference(Tensor p, Tensor q) {
        var left = Exponent.of(p);
        var right = Exponent.of(q);
        var d = left.minus(right);
        boolean less = d.parts().size() < Math.max(left.parts().size(), right.parts().size())
                || d.parts().size() + (d.constant() == 0 ? 0 : 1) < left.parts().size() + right.parts().size()
                        + (left.constant() == 0 ? 0 : 1) + (right.constant() == 0 ? 0 : 1) - 1;
        return less && !d.isZero() ? d : null;
    }

    /// sqrt(b^2 + f) + u where u is b or -b: where u is negative, f / (sqrt(b^2 + f) - u).
    private static Found beside(Tensor root, Tensor u, Tensor b, boolean minus) {
        var p = Seen.operand(root);
        if (!Seen.is(p, Binary.ADD) && !Seen.is(p, Binary.SUB)) {
            return null;
        }
        boolean plus = Seen.is(p, Binary.ADD);
        boolean first = isSquareOf(Seen.operand(p, 0), b);
        if (!first && !(plus && isSquareOf(Seen.operand(p, 1), b))) {
            return null;
        }
        var rest = Seen.operand(p, first ? 1 : 0);
        return new Found("sqrt_difference", () -> {
            var f = plus ? rest : neg(rest);
            var negative = lt(u, scalar(0.0));
            var sum = add(root, minus ? where(negative, b, neg(b)) : where(negative, neg(b), b));
            return where(negative, div(f, sum), sum);
        });
    }

    private static boolean isSquareOf(Tensor t, Tensor b) {
        var of = Seen.squared(t);
        return of != null && (Seen.same(of, b) || Seen.opposite(of, b));
    }

    /// A root of a quadratic equation, whose first coefficient stands in f and in the divisor.
    private static Found quadratic(Tensor root, Tensor divisor) {
        if (!(Seen.op(root) instanceof Select) || !Seen.is(Seen.operand(root, 0), Compare.LT)) {
            return null;
        }
        var sum = Seen.operand(root, 2);
        var minus = Seen.under(Arithmetic.NEG, Seen.operand(root, 1));
        var small = minus == null ? Seen.operand(root, 1) : minus;
        if (!Seen.is(small, Binary.DIV) || !Seen.same(Seen.operand(small, 1), sum)) {
            return null;
        }
        var product = Factors.of(Seen.operand(small, 0));
        var f = minus == null ? product : new Factors(-product.number(), product.values());
        var d = Factors.of(divisor);
        var left = f.without(d);
        return left == null ? null : new Found("quadratic_root", () ->
                where(Seen.operand(root, 0), div(left.build(), sum), div(sum, divisor)));
    }
}
