package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Op;
import org.cotangent.op.Reshape;

/// One form for what is equal bit by bit: signs move outwards, sums with a negative become differences, and numbers
/// are numbers instead of tensors full of them.
final class Canonical implements Finder {
    @Override
    public List<Op> heads() {
        return List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.DIV, Arithmetic.NEG);
    }

    @Override
    public Found find(Site site) {
        if (!site.type().dtype().isFloat()) {
            return null;
        }
        if (site.op() == Arithmetic.NEG) {
            var x = Seen.under(Arithmetic.NEG, site.operand());
            return x == null ? null : new Found("neg_neg", () -> x);
        }
        var a = site.operand(0);
        var b = site.operand(1);
        return switch ((Binary) site.op()) {
            case ADD -> sum(a, b);
            case SUB -> difference(a, b);
            case MUL -> product(a, b);
            default -> quotient(a, b);
        };
    }

    private static boolean isNegative(Tensor t) {
        return Seen.isNumber(t) && Seen.number(t) < 0;
    }

    private static Found sum(Tensor a, Tensor b) {
        if (isNegative(b) && !Seen.isNumber(a)) {
            return new Found("add_negative", () -> sub(a, scalar(-Seen.number(b))));
        }
        if (isNegative(a) && !Seen.isNumber(b)) {
            return new Found("add_negative", () -> sub(b, scalar(-Seen.number(a))));
        }
        var y = Seen.under(Arithmetic.NEG, b);
        if (y != null) {
            return new Found("add_neg", () -> sub(a, y));
        }
        var x = Seen.under(Arithmetic.NEG, a);
        return x == null ? null : new Found("add_neg", () -> sub(b, x));
    }

    private static Found difference(Tensor a, Tensor b) {
        if (isNegative(b) && !Seen.isNumber(a)) {
            return new Found("sub_negative", () -> add(a, scalar(-Seen.number(b))));
        }
        var y = Seen.under(Arithmetic.NEG, b);
        return y == null ? null : new Found("sub_neg", () -> add(a, y));
    }

    private static Found product(Tensor a, Tensor b) {
        var x = Seen.under(Arithmetic.NEG, a);
        var y = Seen.under(Arithmetic.NEG, b);
        if (x != null || y != null) {
            return x != null && y != null ? new Found("mul_neg", () -> mul(x, y))
                    : new Found("mul_neg", () -> x != null ? neg(mul(x, b)) : neg(mul(a, y)));
        }
        if (Seen.isNumber(b, -1) && !Seen.isNumber(a)) {
            return new Found("mul_minus_one", () -> neg(a));
        }
        return Seen.isNumber(a, -1) && !Seen.isNumber(b) ? new Found("mul_minus_one", () -> neg(b)) : null;
    }

    private static Found quotient(Tensor a, Tensor b) {
        var x = Seen.under(Arithmetic.NEG, a);
        var y = Seen.under(Arithmetic.NEG, b);
        return x != null && y != null ? new Found("div_neg", () -> div(x, y))
                : x != null ? new Found("div_neg", () -> neg(div(x, b)))
                        : y != null ? new Found("div_neg", () -> neg(div(a, y))) : null;
    }

    /// Movements that cancel or compose; only what the stability rules must see through.
    static final Finder RESHAPES = Finder.of("reshape_reshape", List.of(new Reshape(null)), site -> {
        var x = site.operand();
        return Seen.op(x) instanceof Reshape ? () -> reshape(Seen.operand(x),
                ((Reshape) site.op()).shape().sizes()) : null;
    });
}
