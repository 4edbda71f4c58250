package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Binary;
import org.cotangent.op.Exponential;
import org.cotangent.op.Op;

/// exp(x) - exp(-x), exp(x) + exp(-x), and the powers of two around them, which must not overflow in between.
final class Scales implements Finder {
    @Override
    public List<Op> heads() {
        return List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.DIV);
    }

    @Override
    public Found find(Site site) {
        var a = site.operand(0);
        var b = site.operand(1);
        if (site.op() == Binary.ADD || site.op() == Binary.SUB) {
            var x = Seen.under(Exponential.EXP, a);
            var y = Seen.under(Exponential.EXP, b);
            if (x == null || y == null || !Exponent.of(x).plus(Exponent.of(y), 1).isZero()) {
                return null;
            }
            return site.op() == Binary.ADD ? new Found("cosh", () -> mul(cosh(x), scalar(2.0)))
                    : new Found("sinh", () -> mul(sinh(x), scalar(2.0)));
        }
        double outer = factor(site.op(), a, b);
        var inner = Seen.isNumber(b) ? a : b;
        if (outer == 0 || !Seen.is(inner, Binary.MUL)) {
            return null;
        }
        double own = factor(Binary.MUL, Seen.operand(inner, 0), Seen.operand(inner, 1));
        var x = Seen.isNumber(Seen.operand(inner, 1)) ? Seen.operand(inner, 0) : Seen.operand(inner, 1);
        return own == 0 || outer * own != 1 && !Seen.isPowerOfTwo(outer * own) ? null
                : new Found("powers_of_two", () -> outer * own == 1 ? x : mul(x, scalar(outer * own)));
    }

    /// The power of two that something is multiplied with, or 0.
    private static double factor(Op op, Tensor a, Tensor b) {
        var number = Seen.isNumber(b) ? b : op == Binary.MUL && Seen.isNumber(a) ? a : null;
        if (number == null || !Seen.isPowerOfTwo(Seen.number(number))) {
            return 0;
        }
        return op == Binary.MUL ? Seen.number(number) : 1 / Seen.number(number);
    }
}
