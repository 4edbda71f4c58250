package org.cotangent.rewrite;

import static org.cotangent.rewrite.Precise.DIGITS;

import java.math.BigDecimal;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Bits;
import org.cotangent.op.Compare;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Exponential;
import org.cotangent.op.Hyperbolic;
import org.cotangent.op.Op;
import org.cotangent.op.PowInt;
import org.cotangent.op.Special;
import org.cotangent.op.Trigonometric;

/// True values of rows of the elementwise tables, from their definitions.
final class PreciseRows {
    // size: table - one line for each row

    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private PreciseRows() {
    }

    static BigDecimal of(Elementwise op, BigDecimal x) {
        return switch (op) {
            case Arithmetic a -> arithmetic(a, x);
            case Exponential e -> exponential(e, x);
            case Hyperbolic h -> hyperbolic(h, x);
            case Trigonometric t when t == Trigonometric.SIN -> Precise.sin(x);
            case Trigonometric t when t == Trigonometric.COS -> Precise.cos(x);
            case Special s when s == Special.ERF -> Precise.erf(x);
            case Special s when s == Special.ERFC -> ONE.subtract(Precise.erf(x), DIGITS);
            case Bits b when b == Bits.IS_FINITE -> ONE;
            case Bits b when b == Bits.NOT -> ONE.subtract(x);
            case PowInt p -> p.k() < 0 ? Precise.div(ONE, x.pow(-p.k(), DIGITS)) : x.pow(p.k(), DIGITS);
            default -> throw unknown(op);
        };
    }

    private static Precise.Undefined unknown(Op op) {
        return new Precise.Undefined(op.label());
    }

    private static BigDecimal arithmetic(Arithmetic op, BigDecimal x) {
        return switch (op) {
            case NEG -> x.negate();
            case ABS -> x.abs();
            case SIGN -> BigDecimal.valueOf(x.signum());
            case SQRT -> Precise.sqrt(x);
            case RSQRT -> Precise.div(ONE, Precise.sqrt(x));
            default -> throw unknown(op);
        };
    }

    private static BigDecimal exponential(Exponential op, BigDecimal x) {
        return switch (op) {
            case EXP -> Precise.exp(x);
            case EXPM1 -> Precise.exp(x).subtract(ONE, DIGITS);
            case LOG -> Precise.log(x);
            case LOG1P -> Precise.log(x.add(ONE, DIGITS));
            case LOGISTIC -> Precise.div(ONE, Precise.exp(x.negate()).add(ONE, DIGITS));
            case SOFTPLUS -> Precise.log(Precise.exp(x).add(ONE, DIGITS));
            case LOG1MEXP -> Precise.log(ONE.subtract(Precise.exp(x), DIGITS));
            default -> throw unknown(op);
        };
    }

    private static BigDecimal hyperbolic(Hyperbolic op, BigDecimal x) {
        var up = Precise.exp(x);
        var down = Precise.exp(x.negate());
        return switch (op) {
            case SINH -> up.subtract(down, DIGITS).multiply(HALF, DIGITS);
            case COSH -> up.add(down, DIGITS).multiply(HALF, DIGITS);
            case TANH -> Precise.div(up.subtract(down, DIGITS), up.add(down, DIGITS));
            case SECH_SQUARED -> Precise.div(BigDecimal.valueOf(4), up.add(down, DIGITS).pow(2, DIGITS));
            default -> throw unknown(op);
        };
    }

    static BigDecimal of(Elementwise op, BigDecimal x, BigDecimal y) {
        return switch (op) {
            case Binary b -> binary(b, x, y);
            case Compare c -> holds(c, x.compareTo(y)) ? ONE : BigDecimal.ZERO;
            default -> op.label().equals("and") ? x.multiply(y) : op.label().equals("or") ? x.max(y) : undefined(op);
        };
    }

    private static BigDecimal undefined(Op op) {
        throw unknown(op);
    }

    private static BigDecimal binary(Binary op, BigDecimal x, BigDecimal y) {
        return switch (op) {
            case ADD -> x.add(y, DIGITS);
            case SUB -> x.subtract(y, DIGITS);
            case MUL -> x.multiply(y, DIGITS);
            case DIV -> Precise.div(x, y);
            case MAX -> x.max(y);
            case MIN -> x.min(y);
            case POW -> Precise.pow(x, y);
            case HYPOT -> Precise.sqrt(x.multiply(x, DIGITS).add(y.multiply(y, DIGITS), DIGITS));
            case LOGADDEXP -> Precise.log(Precise.exp(x).add(Precise.exp(y), DIGITS));
            case XLOGY -> x.signum() == 0 ? x : x.multiply(Precise.log(y), DIGITS);
            case XLOG1PY -> x.signum() == 0 ? x : x.multiply(Precise.log(y.add(ONE, DIGITS)), DIGITS);
            default -> throw unknown(op);
        };
    }

    private static boolean holds(Compare op, int order) {
        return switch (op) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
        };
    }
}
