package org.cotangent.rewrite;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Bits;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Exponential;
import org.cotangent.op.Hyperbolic;
import org.cotangent.op.PowInt;
import org.cotangent.op.Special;
import org.cotangent.op.Trigonometric;

/// What follows for the result of an elementwise operation from what is known of its operands.
final class ElementFacts {
    // size: table - one line for each row

    private static final double INF = Double.POSITIVE_INFINITY;

    private ElementFacts() {
    }

    static Fact of(Elementwise op, List<Fact> in, DType dtype) {
        var x = in.getFirst();
        return switch (op) {
            case Arithmetic a -> arithmetic(a, x, dtype);
            case Exponential e -> exponential(e, x, dtype);
            case Hyperbolic h -> hyperbolic(h, x, dtype);
            case Trigonometric t -> trigonometric(t, x, dtype);
            case Special s -> special(s, x, dtype);
            case Binary b -> binary(b, x, in.get(1), dtype);
            case PowInt p -> Ranges.power(x, p.k(), dtype);
            case Bits b -> b == Bits.NOT && dtype == DType.BOOL ? new Fact(1 - x.hi(), 1 - x.lo(), false, true)
                    : Fact.of(dtype);
            default -> Fact.of(dtype);
        };
    }

    private static Fact arithmetic(Arithmetic a, Fact x, DType dtype) {
        if (!dtype.isFloat()) {
            return a == Arithmetic.SIGN ? new Fact(-1, 1, false, true) : Fact.of(dtype);
        }
        return switch (a) {
            case NEG -> Ranges.neg(x);
            case ABS -> Ranges.abs(x);
            case SIGN -> new Fact(Math.signum(x.lo()), Math.signum(x.hi()), x.nan(), true);
            case FLOOR -> new Fact(Math.floor(x.lo()), Math.floor(x.hi()), x.nan(), true);
            case CEIL -> new Fact(Math.ceil(x.lo()), Math.ceil(x.hi()), x.nan(), true);
            case ROUND, TRUNC -> new Fact(Math.floor(x.lo()), Math.ceil(x.hi()), x.nan(), true);
            case SQRT -> nonNegative(Ranges.rising(v -> Math.sqrt(Math.max(0, v)), x, dtype)).withNan(x.nan()
                    || x.lo() < 0);
            case RSQRT -> x.lo() > 0 ? nonNegative(Ranges.falling(v -> 1 / Math.sqrt(v), x, dtype))
                    : Fact.ANY;
            case CBRT -> Ranges.rising(Math::cbrt, x, dtype);
            default -> Fact.of(dtype);
        };
    }

    private static Fact nonNegative(Fact x) {
        return x.within(0, INF);
    }

    private static Fact exponential(Exponential e, Fact x, DType dtype) {
        return switch (e) {
            case EXP -> nonNegative(Ranges.rising(Math::exp, x, dtype));
            case EXP2 -> nonNegative(Ranges.rising(v -> Math.pow(2, v), x, dtype));
            case EXPM1 -> Ranges.rising(Math::expm1, x, dtype).within(-1, INF);
            case LOG -> logarithm(Ranges.rising(v -> Math.log(Math.max(0, v)), x, dtype), x, 0);
            case LOG10 -> logarithm(Ranges.rising(v -> Math.log10(Math.max(0, v)), x, dtype), x, 0);
            case LOG1P -> logarithm(Ranges.rising(v -> Math.log1p(Math.max(-1, v)), x, dtype), x, -1);
            case LOGISTIC -> Ranges.rising(v -> 1 / (1 + Math.exp(-v)), x, dtype).within(0, 1);
            case SOFTPLUS -> nonNegative(Ranges.rising(v -> Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))), x,
                    dtype));
            case LOG1MEXP -> new Fact(-INF, 0, x.nan() || x.hi() > 0, false);
            case LOG2 -> new Fact(-INF, INF, x.nan() || x.lo() < 0, false);
            default -> Fact.of(dtype);
        };
    }

    private static Fact logarithm(Fact out, Fact x, double pole) {
        return out.withNan(x.nan() || x.lo() < pole);
    }

    private static Fact hyperbolic(Hyperbolic h, Fact x, DType dtype) {
        return switch (h) {
            case SINH -> Ranges.rising(Math::sinh, x, dtype);
            case COSH -> new Fact(1, Ranges.rising(Math::cosh, Ranges.abs(x), dtype).hi(), x.nan(), false);
            case TANH -> Ranges.rising(Math::tanh, x, dtype).within(-1, 1);
            case SECH_SQUARED -> new Fact(0, 1, x.nan(), false);
            case ASINH -> new Fact(x.lo() >= 0 ? 0 : -INF, x.hi() <= 0 ? 0 : INF, x.nan(), false);
            case ACOSH -> new Fact(0, INF, x.nan() || x.lo() < 1, false);
            case ATANH -> new Fact(-INF, INF, x.nan() || x.size() > 1, false);
            default -> Fact.of(dtype);
        };
    }

    private static Fact trigonometric(Trigonometric t, Fact x, DType dtype) {
        boolean outside = x.nan() || x.size() > 1;
        return switch (t) {
            case SIN, COS -> new Fact(-1, 1, x.nan() || x.mayBeInfinite(), false);
            case TAN -> Fact.ANY.withNan(x.nan() || x.mayBeInfinite());
            case ASIN -> new Fact(-1.5708, 1.5708, outside, false);
            case ACOS -> new Fact(0, 3.1416, outside, false);
            case ATAN -> Ranges.rising(Math::atan, x, dtype);
            default -> Fact.of(dtype);
        };
    }

    private static Fact special(Special s, Fact x, DType dtype) {
        return switch (s) {
            case ERF -> new Fact(x.lo() >= 0 ? 0 : -1, x.hi() <= 0 ? 0 : 1, x.nan(), false);
            case ERFC -> new Fact(0, 2, x.nan(), false);
            case ERFCX -> new Fact(0, INF, x.nan(), false);
            case LOG_NDTR -> new Fact(-INF, 0, x.nan(), false);
            case ERF_INV -> new Fact(-INF, INF, x.nan() || x.size() > 1, false);
            default -> Fact.of(dtype);
        };
    }

    private static Fact binary(Binary b, Fact x, Fact y, DType dtype) {
        boolean nan = x.nan() || y.nan();
        return switch (b) {
            case ADD -> Ranges.add(x, y, dtype);
            case SUB -> Ranges.add(x, Ranges.neg(y), dtype);
            case MUL -> Ranges.mul(x, y, dtype);
            case DIV -> Ranges.div(x, y, dtype);
            case MAX -> new Fact(Math.max(x.lo(), y.lo()), Math.max(x.hi(), y.hi()), nan, x.integer() && y.integer());
            case MIN -> new Fact(Math.min(x.lo(), y.lo()), Math.min(x.hi(), y.hi()), nan, x.integer() && y.integer());
            case POW -> x.lo() > 0 ? new Fact(0, INF, nan, false) : Fact.of(dtype);
            case HYPOT -> nonNegative(Ranges.rounded(Math.max(Ranges.abs(x).lo(), Ranges.abs(y).lo()),
                    Math.hypot(x.size(), y.size()), nan, false, dtype));
            case LOGADDEXP -> Ranges.rounded(Math.max(x.lo(), y.lo()), Math.max(x.hi(), y.hi()) + 0.7, nan, false,
                    dtype);
            case ATAN2 -> new Fact(-3.1416, 3.1416, nan, false);
            default -> Fact.of(dtype);
        };
    }
}
