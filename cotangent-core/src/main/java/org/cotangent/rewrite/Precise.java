package org.cotangent.rewrite;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Elementary functions of finite numbers to hundreds of digits, slow and plain: what certificates measure against.
final class Precise {
    static final MathContext DIGITS = new MathContext(500, RoundingMode.HALF_EVEN);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal EPS = BigDecimal.ONE.scaleByPowerOfTen(-510);
    private static final int HALVINGS = 20;

    private static final class Constants {
        static final BigDecimal PI = arctanInverse(5).multiply(BigDecimal.valueOf(16))
                .subtract(arctanInverse(239).multiply(BigDecimal.valueOf(4)), DIGITS);
        static final BigDecimal LOG2 = atanhInverse(3).multiply(TWO, DIGITS);
    }

    private Precise() {
    }

    /// Outside what it can do: too large for an exponential, or without a value.
    static final class Undefined extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undefined(String what) {
            super(what);
        }
    }

    private static BigDecimal arctanInverse(int k) {
        return series(k, -1);
    }

    private static BigDecimal atanhInverse(int k) {
        return series(k, 1);
    }

    /// 1/k +- 1/(3 k^3) + ...
    private static BigDecimal series(int k, int sign) {
        var square = BigDecimal.valueOf((long) k * k);
        var power = BigDecimal.ONE.divide(BigDecimal.valueOf(k), DIGITS);
        var sum = power;
        for (int n = 1; power.compareTo(EPS) > 0; n++) {
            power = power.divide(square, DIGITS);
            var term = power.divide(BigDecimal.valueOf(2L * n + 1), DIGITS);
            sum = sign > 0 || n % 2 == 0 ? sum.add(term, DIGITS) : sum.subtract(term, DIGITS);
        }
        return sum;
    }

    static BigDecimal exp(BigDecimal x) {
        return exp(x, DIGITS);
    }

    private static BigDecimal exp(BigDecimal x, MathContext digits) {
        if (x.abs().compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
            throw new Undefined("exp of " + x.round(MathContext.DECIMAL32));
        }
        var n = x.divide(Constants.LOG2, digits).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
        var r = x.subtract(Constants.LOG2.multiply(new BigDecimal(n), digits), digits)
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(HALVINGS)), digits);
        var small = BigDecimal.ONE.scaleByPowerOfTen(-digits.getPrecision() - 10);
        var term = BigDecimal.ONE;
        var sum = BigDecimal.ONE;
        for (int k = 1; term.abs().compareTo(small) > 0; k++) {
            term = term.multiply(r, digits).divide(BigDecimal.valueOf(k), digits);
            sum = sum.add(term, digits);
        }
        for (int k = 0; k < HALVINGS; k++) {
            sum = sum.multiply(sum, digits);
        }
        int e = n.intValueExact();
        var scale = TWO.pow(Math.abs(e), digits);
        return e >= 0 ? sum.multiply(scale, digits) : sum.divide(scale, digits);
    }

    /// By Newton's method on exp, from a double start; each step triples the digits.
    static BigDecimal log(BigDecimal x) {
        if (x.signum() <= 0) {
            throw new Undefined("log of a number that is not positive");
        }
        int shift = x.precision() - x.scale() - 1;
        var mantissa = x.scaleByPowerOfTen(-shift).doubleValue();
        var y = BigDecimal.valueOf(Math.log(mantissa)).add(BigDecimal.valueOf(shift)
                .multiply(BigDecimal.valueOf(Math.log(10))));
        for (int digits = 45; digits < 3 * DIGITS.getPrecision(); digits *= 3) {
            var enough = new MathContext(Math.min(digits + 10, DIGITS.getPrecision()));
            var e = exp(y, enough);
            y = y.add(x.subtract(e, enough).divide(x.add(e, enough), enough).multiply(TWO, enough), enough);
        }
        return y;
    }

    static BigDecimal sqrt(BigDecimal x) {
        if (x.signum() < 0) {
            throw new Undefined("the root of a negative number");
        }
        return x.sqrt(DIGITS);
    }

    static BigDecimal div(BigDecimal x, BigDecimal y) {
        if (y.signum() == 0) {
            throw new Undefined("a quotient by 0");
        }
        return x.divide(y, DIGITS);
    }

    static BigDecimal sin(BigDecimal x) {
        var turn = Constants.PI.multiply(TWO, DIGITS);
        var n = x.divide(turn, DIGITS).setScale(0, RoundingMode.HALF_EVEN);
        var r = x.subtract(turn.multiply(n, DIGITS), DIGITS);
        var square = r.multiply(r, DIGITS).negate();
        var term = r;
        var sum = r;
        for (int k = 1; term.abs().compareTo(EPS) > 0; k++) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(2L * k * (2L * k + 1)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    static BigDecimal cos(BigDecimal x) {
        return sin(x.add(Constants.PI.divide(TWO, DIGITS), DIGITS));
    }

    /// 2 / sqrt(pi) exp(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...).
    static BigDecimal erf(BigDecimal x) {
        if (x.abs().compareTo(BigDecimal.valueOf(31)) > 0) {
            throw new Undefined("erf of " + x.round(MathContext.DECIMAL32));
        }
        var square = x.multiply(x, DIGITS).multiply(TWO, DIGITS);
        var term = x;
        var sum = x;
        for (int k = 1; term.abs().compareTo(EPS) > 0; k++) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(2L * k + 1), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        var scale = TWO.divide(sqrt(Constants.PI), DIGITS);
        return sum.multiply(exp(x.multiply(x, DIGITS).negate()), DIGITS).multiply(scale, DIGITS);
    }

    static BigDecimal pow(BigDecimal x, BigDecimal y) {
        return exp(y.multiply(log(x), DIGITS));
    }
}
