package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Bits;
import org.cotangent.op.Op;
import org.cotangent.op.PowInt;
import org.cotangent.op.Select;

/// Arithmetic that does nothing, left out where every bit stays, signs of zeros included.
final class Simple {
    private Simple() {
    }

    private static boolean fits(Site site, Tensor kept) {
        return kept.type().equals(site.type());
    }

    private static Supplier<Tensor> keeping(Site site, Tensor kept) {
        return fits(site, kept) ? () -> kept : null;
    }

    /// x * 1, x / 1, x - 0, x + -0.
    static final Finder NEUTRAL = Finder.of("neutral", List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.DIV),
            site -> {
                var a = site.operand(0);
                var b = site.operand(1);
                return switch ((Binary) site.op()) {
                    case MUL -> Seen.isNumber(b, 1) ? keeping(site, a) : Seen.isNumber(a, 1) ? keeping(site, b) : null;
                    case DIV -> Seen.isNumber(b, 1) ? keeping(site, a) : null;
                    case SUB -> isZero(b, 0) ? keeping(site, a) : null;
                    default -> isZero(b, 1) ? keeping(site, a) : isZero(a, 1) ? keeping(site, b) : null;
                };
            });

    private static boolean isZero(Tensor t, int sign) {
        return Seen.isNumber(t, 0) && (Double.doubleToRawLongBits(Seen.number(t)) != 0) == (sign == 1);
    }

    /// max(x, x), min(x, x).
    static final Finder SAME = Finder.of("max_same", List.of(Binary.MAX, Binary.MIN),
            site -> Seen.same(site.operand(0), site.operand(1)) ? keeping(site, site.operand(0)) : null);

    /// |-x|, ||x||.
    static final Finder ABS = Finder.of("abs_neg", List.of(Arithmetic.ABS), site -> {
        var x = site.operand();
        var of = Seen.is(x, Arithmetic.NEG) || Seen.is(x, Arithmetic.ABS) ? Seen.operand(x) : null;
        return of == null ? null : () -> abs(of);
    });

    /// not(not(x)).
    static final Finder NOT = Finder.of("not_not", List.of(Bits.NOT), site -> {
        var x = Seen.under(Bits.NOT, site.operand());
        return x == null ? null : () -> x;
    });

    /// x^1, and even powers of -x or |x|.
    static final Finder POWER = Finder.of("pow_int_sign", List.of(new PowInt(2)), site -> {
        var x = site.operand();
        int k = ((PowInt) site.op()).k();
        if (k == 1) {
            return keeping(site, x);
        }
        var of = k % 2 == 0 && (Seen.is(x, Arithmetic.NEG) || Seen.is(x, Arithmetic.ABS)) ? Seen.operand(x) : null;
        return of == null ? null : () -> powInt(of, k);
    });

    /// Choices that are none.
    static final Finder CHOICE = Finder.of("where_known", List.of((Op) new Select()), site -> {
        var c = site.operand(0);
        var a = site.operand(1);
        var b = site.operand(2);
        var known = site.fact(c);
        if (known.lo() == 1 || known.hi() == 0) {
            return keeping(site, known.lo() == 1 ? a : b);
        }
        if (a == b || Seen.key(a) == Seen.key(b)) {
            return keeping(site, a);
        }
        var not = Seen.under(Bits.NOT, c);
        return not == null ? null : () -> where(not, b, a);
    });
}
