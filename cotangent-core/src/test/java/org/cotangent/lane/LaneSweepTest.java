package org.cotangent.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.cotangent.lane.LaneTesting.*;

import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Properties over many arguments: F32 against F64, F64 against `StrictMath`, symmetry, order, special values.
class LaneSweepTest {
    private static final int MANY = 1 << 16;
    private static final Map<String, DoubleUnaryOperator> STRICT = Map.ofEntries(Map.entry("exp", StrictMath::exp),
            Map.entry("expm1", StrictMath::expm1), Map.entry("log", StrictMath::log),
            Map.entry("log10", StrictMath::log10), Map.entry("log1p", StrictMath::log1p),
            Map.entry("sin", StrictMath::sin), Map.entry("cos", StrictMath::cos), Map.entry("tan", StrictMath::tan),
            Map.entry("asin", StrictMath::asin), Map.entry("acos", StrictMath::acos),
            Map.entry("atan", StrictMath::atan), Map.entry("cbrt", StrictMath::cbrt),
            Map.entry("floor", StrictMath::floor), Map.entry("ceil", StrictMath::ceil),
            Map.entry("round", StrictMath::rint), Map.entry("sqrt", StrictMath::sqrt),
            Map.entry("sign", StrictMath::signum));
    private static final Map<String, DoubleUnaryOperator> HYPERBOLIC = Map.of("sinh", StrictMath::sinh, "cosh",
            StrictMath::cosh, "tanh", StrictMath::tanh);

    static Stream<String> all() {
        return UNARY.keySet().stream().filter(n -> !n.endsWith("gamma"));
    }

    /// Float bit patterns, evenly over all of them.
    private static float[] floats() {
        var x = new float[MANY];
        for (int i = 0; i < MANY; i++) {
            x[i] = Float.intBitsToFloat(i * (int) ((1L << 32) / MANY) + i % 31);
        }
        return x;
    }

    private static double[] doubles(long seed) {
        var r = new Random(seed);
        var x = new double[MANY];
        for (int i = 0; i < MANY; i++) {
            x[i] = switch (i % 3) {
                case 0 -> Double.longBitsToDouble(r.nextLong());
                case 1 -> (r.nextDouble() - 0.5) * 20;
                default -> r.nextGaussian() * Math.pow(2, r.nextInt(-60, 10));
            };
        }
        return x;
    }

    private static void check(boolean holds, String name, double x, double got, double want) {
        if (!holds) {
            fail("%s(%s) = %s, want %s", name, x, got, want);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void floatsFollowDoubles(String name) {
        var x = floats();
        var wide = new double[MANY];
        for (int i = 0; i < MANY; i++) {
            wide[i] = x[i];
        }
        var got = f32(UNARY.get(name), x);
        var want = f64(UNARY.get(name), wide);
        double allowed = name.equals("erfcx") ? 1.6 : name.equals("erf") ? 1.25 : 1;
        for (int i = 0; i < MANY; i++) {
            float near = (float) want[i];
            if (Float.isNaN(near) || Float.isInfinite(near) || near == 0) {
                check(distance(got[i], near) <= 1, name, x[i], got[i], near);
            } else {
                check(Math.abs(got[i] - want[i]) / Math.ulp(near) <= allowed, name, x[i], got[i], want[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("strict")
    void doublesFollowStrictMath(String name) {
        boolean exact = Stream.of("floor", "ceil", "round", "sqrt", "sign").anyMatch(name::equals);
        compare(name, STRICT.get(name), exact ? 0 : name.equals("log10") ? 2 : 1);
    }

    static Stream<String> strict() {
        return STRICT.keySet().stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sinh", "cosh", "tanh"})
    void hyperbolicFollowsStrictMath(String name) {
        compare(name, HYPERBOLIC.get(name), 3); // StrictMath's own bound is 2.5 ulp.
    }

    private static void compare(String name, DoubleUnaryOperator want, long allowed) {
        var x = doubles(name.hashCode());
        var got = f64(UNARY.get(name), x);
        for (int i = 0; i < MANY; i++) {
            double w = want.applyAsDouble(x[i]);
            check(distance(got[i], w) <= allowed, name, x[i], got[i], w);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "erf", "erfinv", "cbrt",
        "round", "trunc", "sign"})
    void oddFunctionsAreOdd(String name) {
        var x = doubles(3);
        var minus = x.clone();
        for (int i = 0; i < MANY; i++) {
            minus[i] = -x[i];
        }
        var a = f64(UNARY.get(name), x);
        var b = f64(UNARY.get(name), minus);
        for (int i = 0; i < MANY; i++) {
            check(distance(a[i], -b[i]) == 0, name, x[i], a[i], -b[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "cosh", "sinc"})
    void evenFunctionsAreEven(String name) {
        var x = doubles(4);
        var minus = x.clone();
        for (int i = 0; i < MANY; i++) {
            minus[i] = -x[i];
        }
        assertThat(f64(UNARY.get(name), x)).isEqualTo(f64(UNARY.get(name), minus));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "softplus", "logistic", "sinh",
        "tanh", "asinh", "acosh", "atanh", "asin", "atan", "erf", "erfinv", "cbrt", "sqrt", "floor", "ceil",
        "round", "trunc"})
    void risingFunctionsRise(String name) {
        var x = doubles(5);
        java.util.Arrays.sort(x);
        var y = f64(UNARY.get(name), x);
        for (int i = 1; i < MANY; i++) {
            check(!(y[i] < y[i - 1]) || distance(y[i], y[i - 1]) <= 1, name, x[i], y[i], y[i - 1]);
        }
    }

    @Test
    void nothingLeavesTheFloor() {
        assertThat(f64(LaneMath::exp, -745, -745.2, Double.NEGATIVE_INFINITY)).containsExactly(Double.MIN_VALUE, 0, 0);
        assertThat(f64(LaneMath::tanh, 1e9, Double.POSITIVE_INFINITY)).containsExactly(1, 1);
        assertThat(f64(LaneMath::logistic, -1e9, 1e9)).containsExactly(0, 1);
        assertThat(f64(LaneMath::softplus, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
                .containsExactly(Double.POSITIVE_INFINITY, 0);
        assertThat(f64(LaneMath::sinc, 0, 1, -7, 1e300)).containsExactly(1, 0, 0, 0);
        assertThat(f64(LaneMath::erfInv, -1, 1, 0, 2)).containsExactly(Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY, 0, Double.NaN);
        assertThat(f64(LaneMath::rsqrt, 0.0, -0.0, Double.POSITIVE_INFINITY, -1)).containsExactly(
                Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, Double.NaN);
        assertThat(f64(LaneMath::log1mExp, 0, 1, -1e9)).containsExactly(Double.NEGATIVE_INFINITY, Double.NaN, -0.0);
        assertThat(f64(LaneMath::erfcx, -30, 1e300)).containsExactly(Double.POSITIVE_INFINITY, 5.641895835477562E-301);
    }

    @Test
    void powersOfTwoAndTenAreExact() {
        for (int k = -1074; k < 1024; k++) {
            double p = Math.scalb(1.0, k);
            assertThat(f64(LaneMath::log2, p)[0]).isEqualTo(k);
            assertThat(f64(LaneMath::exp2, k)[0]).isEqualTo(p);
        }
        for (int k = 0; k <= 22; k++) {
            assertThat(f64(LaneMath::log10, Math.pow(10, k))[0]).isEqualTo(k);
        }
        for (int k = 0; k <= 10; k++) {
            assertThat(f32(LaneMath::log10, (float) Math.pow(10, k))[0]).isEqualTo(k);
        }
        for (int k = 1; k < 200; k++) {
            assertThat(f64(LaneMath::cbrt, (double) k * k * k)[0]).isEqualTo(k);
        }
    }
}
