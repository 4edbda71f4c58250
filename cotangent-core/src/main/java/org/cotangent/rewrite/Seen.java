package org.cotangent.rewrite;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Op;
import org.cotangent.op.PowInt;
import org.cotangent.op.Reshape;
import org.cotangent.op.Select;
import org.cotangent.op.Stop;
import org.cotangent.trace.Stage;

/// Reads values that have been written down: which operation on which operands, which number.
final class Seen {
    private Seen() {
    }

    /// The operation behind a value; null for inputs and numbers.
    static Op op(Tensor t) {
        return t instanceof Stage.Symbol s ? s.op() : null;
    }

    static boolean is(Tensor t, Op op) {
        return t instanceof Stage.Symbol s && op.equals(s.op());
    }

    static List<Tensor> operands(Tensor t) {
        return ((Stage.Symbol) t).operands();
    }

    static Tensor operand(Tensor t) {
        return ((Stage.Symbol) t).operands().getFirst();
    }

    static Tensor operand(Tensor t, int i) {
        return ((Stage.Symbol) t).operands().get(i);
    }

    /// The operand of `op` where that is what stands behind `t`, else null.
    static Tensor under(Op op, Tensor t) {
        return is(t, op) ? operand(t) : null;
    }

    /// What tells two values apart.
    static Object key(Tensor t) {
        return t instanceof Stage.Symbol s ? s.var() : t;
    }

    static boolean same(Tensor a, Tensor b) {
        return key(a) == key(b) || isNumber(a) && isNumber(b) && number(a) == number(b);
    }

    /// Whether it is a float number, the same for all elements.
    static boolean isNumber(Tensor t) {
        return t.dtype().isFloat() && plain(t) instanceof Concrete c && c.rank() == 0;
    }

    /// Whether it is this float number.
    static boolean isNumber(Tensor t, double value) {
        return isNumber(t) && number(t) == value;
    }

    /// The number that it is.
    static double number(Tensor t) {
        return ((Concrete) plain(t)).getDouble(0);
    }

    private static Tensor plain(Tensor t) {
        return op(t) instanceof Broadcast b && b.axes().isEmpty() ? operand(t) : t;
    }

    /// What is squared, or null.
    static Tensor squared(Tensor t) {
        if (op(t) instanceof PowInt p && p.k() == 2) {
            return operand(t);
        }
        return is(t, Binary.MUL) && same(operand(t, 0), operand(t, 1)) ? operand(t, 0) : null;
    }

    /// Whether one is the other with its sign changed.
    static boolean opposite(Tensor a, Tensor b) {
        var na = under(Arithmetic.NEG, a);
        var nb = under(Arithmetic.NEG, b);
        return na != null && same(na, b) || nb != null && same(nb, a);
    }

    /// Whether the largest of something, held constant, has been subtracted already: the exponent of a stable form.
    static boolean isShifted(Tensor t) {
        return is(t, Binary.SUB) && isHeldConstant(operand(t, 1));
    }

    /// Whether it is a quotient by the largest of something, held constant.
    static boolean isScaled(Tensor t) {
        return is(t, Binary.DIV) && isHeldConstant(operand(t, 1));
    }

    private static boolean isHeldConstant(Tensor t) {
        var m = t;
        for (int i = 0; i < 4 && (op(m) instanceof Broadcast || op(m) instanceof Reshape || op(m) instanceof Select);
                i++) {
            m = operand(m, op(m) instanceof Select ? 1 : 0);
        }
        return op(m) instanceof Stop;
    }

    /// Whether it is a power of two with an inverse, or the negative of one.
    static boolean isPowerOfTwo(double c) {
        return c != 0 && Math.abs(Math.getExponent(c)) < 1000 && Math.abs(c) == Math.scalb(1.0, Math.getExponent(c));
    }
}
