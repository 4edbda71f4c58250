package org.cotangent.core;

import org.cotangent.op.Arithmetic;
import org.cotangent.op.Bessel;
import org.cotangent.op.Binary;
import org.cotangent.op.Bits;
import org.cotangent.op.BitsBinary;
import org.cotangent.op.Compare;
import org.cotangent.op.Exponential;
import org.cotangent.op.Hyperbolic;
import org.cotangent.op.IgammaShape;
import org.cotangent.op.Polygamma;
import org.cotangent.op.PowInt;
import org.cotangent.op.Special;
import org.cotangent.op.Trigonometric;

/// Functions that treat every element alike. Two operands are promoted to one dtype and broadcast to one shape first.
public class ElementwiseOps {
    ElementwiseOps() {
    }

    /// A floating literal: next to a tensor it takes that tensor's dtype (float32 next to integers), by itself it is
    /// float64.
    public static Tensor scalar(double value) {
        return Concrete.literal(DType.FLOAT64, value);
    }

    /// An integer literal: next to a tensor it takes that tensor's dtype, by itself it is int64.
    public static Tensor scalar(long value) {
        return Concrete.literal(DType.INT64, value);
    }

    /// An integer literal.
    public static Tensor scalar(int value) {
        return scalar((long) value);
    }

    /// -x.
    public static Tensor neg(Tensor x) {
        return Promotion.unary(Arithmetic.NEG, x);
    }

    /// |x|, with derivative 0 at 0.
    public static Tensor abs(Tensor x) {
        return Promotion.unary(Arithmetic.ABS, x);
    }

    /// -1, 0 or 1 (the zero keeps its sign).
    public static Tensor sign(Tensor x) {
        return Promotion.unary(Arithmetic.SIGN, x);
    }

    /// The largest whole number that is not above x.
    public static Tensor floor(Tensor x) {
        return Promotion.unary(Arithmetic.FLOOR, x);
    }

    /// The smallest whole number that is not below x.
    public static Tensor ceil(Tensor x) {
        return Promotion.unary(Arithmetic.CEIL, x);
    }

    /// The nearest whole number, halves to even.
    public static Tensor round(Tensor x) {
        return Promotion.unary(Arithmetic.ROUND, x);
    }

    /// The whole number next to x on the side of 0.
    public static Tensor trunc(Tensor x) {
        return Promotion.unary(Arithmetic.TRUNC, x);
    }

    /// The square root; its derivative at 0 is taken as 0.
    public static Tensor sqrt(Tensor x) {
        return Promotion.unary(Arithmetic.SQRT, x);
    }

    /// 1 / sqrt(x).
    public static Tensor rsqrt(Tensor x) {
        return Promotion.unary(Arithmetic.RSQRT, x);
    }

    /// The real cube root.
    public static Tensor cbrt(Tensor x) {
        return Promotion.unary(Arithmetic.CBRT, x);
    }

    /// e^x.
    public static Tensor exp(Tensor x) {
        return Promotion.unary(Exponential.EXP, x);
    }

    /// 2^x.
    public static Tensor exp2(Tensor x) {
        return Promotion.unary(Exponential.EXP2, x);
    }

    /// exp(x) - 1, accurate near 0.
    public static Tensor expm1(Tensor x) {
        return Promotion.unary(Exponential.EXPM1, x);
    }

    /// The natural logarithm.
    public static Tensor log(Tensor x) {
        return Promotion.unary(Exponential.LOG, x);
    }

    /// The logarithm to base 2.
    public static Tensor log2(Tensor x) {
        return Promotion.unary(Exponential.LOG2, x);
    }

    /// The logarithm to base 10.
    public static Tensor log10(Tensor x) {
        return Promotion.unary(Exponential.LOG10, x);
    }

    /// log(1 + x), accurate near 0.
    public static Tensor log1p(Tensor x) {
        return Promotion.unary(Exponential.LOG1P, x);
    }

    /// 1 / (1 + exp(-x)).
    public static Tensor logistic(Tensor x) {
        return Promotion.unary(Exponential.LOGISTIC, x);
    }

    /// log(1 + exp(x)) without overflow.
    public static Tensor softplus(Tensor x) {
        return Promotion.unary(Exponential.SOFTPLUS, x);
    }

    /// log(1 - exp(x)) for x < 0, accurate at both ends.
    public static Tensor log1mexp(Tensor x) {
        return Promotion.unary(Exponential.LOG1MEXP, x);
    }

    /// Sine of an angle in radians.
    public static Tensor sin(Tensor x) {
        return Promotion.unary(Trigonometric.SIN, x);
    }

    /// Cosine of an angle in radians.
    public static Tensor cos(Tensor x) {
        return Promotion.unary(Trigonometric.COS, x);
    }

    /// Tangent of an angle in radians.
    public static Tensor tan(Tensor x) {
        return Promotion.unary(Trigonometric.TAN, x);
    }

    /// The angle in [-pi/2, pi/2] whose sine is x.
    public static Tensor asin(Tensor x) {
        return Promotion.unary(Trigonometric.ASIN, x);
    }

    /// The angle in [0, pi] whose cosine is x.
    public static Tensor acos(Tensor x) {
        return Promotion.unary(Trigonometric.ACOS, x);
    }

    /// The angle in (-pi/2, pi/2) whose tangent is x.
    public static Tensor atan(Tensor x) {
        return Promotion.unary(Trigonometric.ATAN, x);
    }

    /// Hyperbolic sine.
    public static Tensor sinh(Tensor x) {
        return Promotion.unary(Hyperbolic.SINH, x);
    }

    /// Hyperbolic cosine.
    public static Tensor cosh(Tensor x) {
        return Promotion.unary(Hyperbolic.COSH, x);
    }

    /// Hyperbolic tangent.
    public static Tensor tanh(Tensor x) {
        return Promotion.unary(Hyperbolic.TANH, x);
    }

    /// 1 / cosh(x)^2 = 1 - tanh(x)^2, the derivative of tanh, without cancellation and without overflow.
    public static Tensor sechSquared(Tensor x) {
        return Promotion.unary(Hyperbolic.SECH_SQUARED, x);
    }

    /// Inverse hyperbolic sine.
    public static Tensor asinh(Tensor x) {
        return Promotion.unary(Hyperbolic.ASINH, x);
    }

    /// Inverse hyperbolic cosine.
    public static Tensor acosh(Tensor x) {
        return Promotion.unary(Hyperbolic.ACOSH, x);
    }

    /// Inverse hyperbolic tangent.
    public static Tensor atanh(Tensor x) {
        return Promotion.unary(Hyperbolic.ATANH, x);
    }

    /// The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.
    public static Tensor erf(Tensor x) {
        return Promotion.unary(Special.ERF, x);
    }

    /// 1 - erf(x), accurate for large x.
    public static Tensor erfc(Tensor x) {
        return Promotion.unary(Special.ERFC, x);
    }

    /// The inverse of the error function on (-1, 1).
    public static Tensor erfInv(Tensor x) {
        return Promotion.unary(Special.ERF_INV, x);
    }

    /// log |gamma(x)|.
    public static Tensor lgamma(Tensor x) {
        return Promotion.unary(Special.LGAMMA, x);
    }

    /// The derivative of the logarithm of the gamma function.
    public static Tensor digamma(Tensor x) {
        return Promotion.unary(Special.DIGAMMA, x);
    }

    /// e^(x^2) erfc(x), without overflow for large x.
    public static Tensor erfcx(Tensor x) {
        return Promotion.unary(Special.ERFCX, x);
    }

    /// log of the normal distribution's function, (1 + erf(x / sqrt 2)) / 2, accurate at both ends.
    public static Tensor logNdtr(Tensor x) {
        return Promotion.unary(Special.LOG_NDTR, x);
    }

    /// The gamma function; infinite at 0, NaN at negative integers.
    public static Tensor tgamma(Tensor x) {
        return Promotion.unary(Special.TGAMMA, x);
    }

    /// The Bessel function of the first kind of order 0.
    public static Tensor besselJ0(Tensor x) {
        return Promotion.unary(Bessel.BESSEL_J0, x);
    }

    /// The Bessel function of the first kind of order 1.
    public static Tensor besselJ1(Tensor x) {
        return Promotion.unary(Bessel.BESSEL_J1, x);
    }

    /// The Bessel function of the second kind of order 0; NaN for x < 0.
    public static Tensor besselY0(Tensor x) {
        return Promotion.unary(Bessel.BESSEL_Y0, x);
    }

    /// The Bessel function of the second kind of order 1; NaN for x < 0.
    public static Tensor besselY1(Tensor x) {
        return Promotion.unary(Bessel.BESSEL_Y1, x);
    }

    /// The modified Bessel function of the first kind of order 0.
    public static Tensor besselI0(Tensor x) {
        return Promotion.unary(Bessel.BESSEL_I0, x);
    }

    /// The modified Bessel function of the first kind of order 1.
    public static Tensor besselI1(Tensor x) {
        return Promotion.unary(Bessel.BESSEL_I1, x);
    }

    /// e^-|x| times the modified Bessel function of the first kind of order 0.
    public static Tensor besselI0e(Tensor x) {
        return Promotion.unary(Bessel.BESSEL_I0E, x);
    }

    /// e^-|x| times the modified Bessel function of the first kind of order 1.
    public static Tensor besselI1e(Tensor x) {
        return Promotion.unary(Bessel.BESSEL_I1E, x);
    }

    /// Whether x is neither infinite nor NaN.
    public static Tensor isFinite(Tensor x) {
        return Promotion.unary(Bits.IS_FINITE, x);
    }

    /// Not of a bool, the bitwise complement of an integer.
    public static Tensor not(Tensor x) {
        return Promotion.unary(Bits.NOT, x);
    }

    /// Number of bits set.
    public static Tensor popcount(Tensor x) {
        return Promotion.unary(Bits.POPCOUNT, x);
    }

    /// Number of leading zero bits.
    public static Tensor clz(Tensor x) {
        return Promotion.unary(Bits.CLZ, x);
    }

    /// x + y.
    public static Tensor add(Tensor x, Tensor y) {
        return Promotion.binary(Binary.ADD, x, y);
    }

    /// x - y.
    public static Tensor sub(Tensor x, Tensor y) {
        return Promotion.binary(Binary.SUB, x, y);
    }

    /// x * y.
    public static Tensor mul(Tensor x, Tensor y) {
        return Promotion.binary(Binary.MUL, x, y);
    }

    /// x / y; on integers truncated, and an error where y is 0.
    public static Tensor div(Tensor x, Tensor y) {
        return Promotion.binary(Binary.DIV, x, y);
    }

    /// The remainder of the truncated quotient, with the sign of x.
    public static Tensor rem(Tensor x, Tensor y) {
        return Promotion.binary(Binary.REM, x, y);
    }

    /// The remainder of the floored quotient, with the sign of y.
    public static Tensor remainder(Tensor x, Tensor y) {
        return Promotion.binary(Binary.REMAINDER, x, y);
    }

    /// x^y for floats.
    public static Tensor pow(Tensor x, Tensor y) {
        return Promotion.binary(Binary.POW, x, y);
    }

    /// The larger one; NaN wins; a tie gives each operand half of the gradient, a literal 0 none.
    public static Tensor max(Tensor x, Tensor y) {
        return Promotion.binary(Binary.MAX, x, y);
    }

    /// The smaller one; NaN wins; a tie gives each operand half of the gradient, a literal 0 none.
    public static Tensor min(Tensor x, Tensor y) {
        return Promotion.binary(Binary.MIN, x, y);
    }

    /// The angle of the point (y, x), y first; derivative 0 at the origin.
    public static Tensor atan2(Tensor y, Tensor x) {
        return Promotion.binary(Binary.ATAN2, y, x);
    }

    /// sqrt(x^2 + y^2) without overflow; derivative 0 at the origin.
    public static Tensor hypot(Tensor x, Tensor y) {
        return Promotion.binary(Binary.HYPOT, x, y);
    }

    /// log(exp(x) + exp(y)) without overflow.
    public static Tensor logaddexp(Tensor x, Tensor y) {
        return Promotion.binary(Binary.LOGADDEXP, x, y);
    }

    /// x * log(y), and 0 where x is 0.
    public static Tensor xlogy(Tensor x, Tensor y) {
        return Promotion.binary(Binary.XLOGY, x, y);
    }

    /// x * log(1 + y), and 0 where x is 0.
    public static Tensor xlog1py(Tensor x, Tensor y) {
        return Promotion.binary(Binary.XLOG1PY, x, y);
    }

    /// The next number from x on the way to y.
    public static Tensor nextafter(Tensor x, Tensor y) {
        return Promotion.binary(Binary.NEXTAFTER, x, y);
    }

    /// And of bools, bitwise and of integers.
    public static Tensor and(Tensor x, Tensor y) {
        return Promotion.binary(BitsBinary.AND, x, y);
    }

    /// Or of bools, bitwise or of integers.
    public static Tensor or(Tensor x, Tensor y) {
        return Promotion.binary(BitsBinary.OR, x, y);
    }

    /// Exclusive or of bools or bits.
    public static Tensor xor(Tensor x, Tensor y) {
        return Promotion.binary(BitsBinary.XOR, x, y);
    }

    /// Shift to the left; past the width 0.
    public static Tensor shl(Tensor x, Tensor y) {
        return Promotion.binary(BitsBinary.SHL, x, y);
    }

    /// Shift to the right that keeps the sign.
    public static Tensor shrArithmetic(Tensor x, Tensor y) {
        return Promotion.binary(BitsBinary.SHR_ARITHMETIC, x, y);
    }

    /// Shift to the right that fills with 0.
    public static Tensor shrLogical(Tensor x, Tensor y) {
        return Promotion.binary(BitsBinary.SHR_LOGICAL, x, y);
    }

    /// Whether x = y.
    public static Tensor eq(Tensor x, Tensor y) {
        return Promotion.binary(Compare.EQ, x, y);
    }

    /// Whether x and y differ.
    public static Tensor ne(Tensor x, Tensor y) {
        return Promotion.binary(Compare.NE, x, y);
    }

    /// Whether x < y.
    public static Tensor lt(Tensor x, Tensor y) {
        return Promotion.binary(Compare.LT, x, y);
    }

    /// Whether x <= y.
    public static Tensor le(Tensor x, Tensor y) {
        return Promotion.binary(Compare.LE, x, y);
    }

    /// Whether x > y.
    public static Tensor gt(Tensor x, Tensor y) {
        return Promotion.binary(Compare.GT, x, y);
    }

    /// Whether x >= y.
    public static Tensor ge(Tensor x, Tensor y) {
        return Promotion.binary(Compare.GE, x, y);
    }

    /// x^k for a fixed integer k.
    public static Tensor powInt(Tensor x, int k) {
        return Promotion.unary(new PowInt(k), x);
    }

    /// The derivative of order `n` of the digamma function.
    public static Tensor polygamma(int n, Tensor x) {
        return n == 0 ? digamma(x) : Promotion.unary(new Polygamma(n), x);
    }

    /// The regularised lower incomplete gamma function P(a, x): the probability that a gamma variate of shape a is
    /// below x. NaN for negative arguments.
    public static Tensor igamma(Tensor a, Tensor x) {
        return Promotion.binary(Binary.IGAMMA, a, x);
    }

    /// The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), accurate where it is small.
    public static Tensor igammac(Tensor a, Tensor x) {
        return Promotion.binary(Binary.IGAMMAC, a, x);
    }

    /// The derivative of order `n` (1 to 20) of P(a, x) with respect to a.
    public static Tensor igammaShape(int n, Tensor a, Tensor x) {
        return n == 0 ? igamma(a, x) : Promotion.binary(new IgammaShape(n), a, x);
    }

    /// x^(a-1) e^-x / gamma(a): the density of the gamma distribution of shape a, the derivative of P(a, x) with
    /// respect to x.
    public static Tensor gammaDensity(Tensor a, Tensor x) {
        return Promotion.binary(Binary.GAMMA_DENSITY, a, x);
    }

    /// The elements as another dtype.
    public static Tensor convert(Tensor x, DType dtype) {
        return Promotion.convert(x, dtype);
    }

    /// Where `condition` holds `a`, elsewhere `b`. Nothing of the branch not taken reaches the gradient.
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        return Promotion.select(condition, a, b);
    }

    /// x * x.
    public static Tensor square(Tensor x) {
        return powInt(x, 2);
    }

    /// max(x, 0), with derivative 0 at 0.
    public static Tensor relu(Tensor x) {
        return max(x, scalar(0));
    }

    /// 1 / (1 + exp(-x)); another name of `logistic`.
    public static Tensor sigmoid(Tensor x) {
        return logistic(x);
    }
}
