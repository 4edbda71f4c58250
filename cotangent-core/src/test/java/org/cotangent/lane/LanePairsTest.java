package org.cotangent.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.cotangent.lane.LaneTesting.*;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions of two lanes, integer powers and the scalar special functions.
class LanePairsTest {
    private static final int MANY = 1 << 16;
    private static final double[] EDGES = {0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, 1e-300, 5e-324,
        -5e-324, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0x1p52, 0x1p53, -0x1p53 + 1, 1.5};

    private static double[] values(Random r, boolean edges) {
        var x = new double[MANY];
        for (int i = 0; i < MANY; i++) {
            x[i] = edges && i % 4 == 0 ? EDGES[r.nextInt(EDGES.length)]
                    : i % 4 == 1 ? Double.longBitsToDouble(r.nextLong())
                    : r.nextGaussian() * Math.pow(2, r.nextInt(-20, 20));
        }
        return x;
    }

    private static void check(boolean holds, String name, double x, double y, double got) {
        if (!holds) {
            fail("%s(%s, %s) = %s is wrong", name, x, y, got);
        }
    }

    private static void same(BinaryOperator<Lane> f, DoubleBinaryOperator want, long allowed) {
        var x = values(new Random(1), true);
        var y = values(new Random(2), true);
        var got = f64(f, x, y);
        for (int i = 0; i < MANY; i++) {
            double w = want.applyAsDouble(x[i], y[i]);
            check(distance(got[i], w) <= allowed, "f", x[i], y[i], got[i]);
        }
    }

    @Test
    void powFollowsStrictMath() {
        same(LaneMath::pow, (x, y) -> Math.abs(x) == 1 && Double.isInfinite(y) || x == 1 ? 1 : StrictMath.pow(x, y), 1);
    }

    @Test
    void exactPowersAreExact() {
        for (int base = 2; base <= 30; base++) {
            for (int k = 0; StrictMath.pow(base, k) < 0x1p53; k++) {
                double want = java.math.BigInteger.valueOf(base).pow(k).doubleValue();
                assertThat(f64(LaneMath::pow, new double[] {base, -base}, new double[] {k, k}))
                        .containsExactly(want, k % 2 == 0 ? want : -want);
                assertThat(f64(LaneMath::pow, new double[] {base * base}, new double[] {0.5})[0]).isEqualTo(base);
            }
        }
    }

    @Test
    void atan2FollowsStrictMath() {
        same(LaneMath::atan2, StrictMath::atan2, 2);
    }

    @Test
    void hypotFollowsStrictMath() {
        same(LaneMath::hypot, StrictMath::hypot, 1);
    }

    @Test
    void remaindersAreExact() {
        same(LaneMath::rem, (x, y) -> x % y, 0);
        same(LaneMath::nextAfter, Math::nextAfter, 0);
        same(LaneMath::copySign, (x, y) -> Double.isNaN(x) ? x
                : Math.copySign(x, Double.doubleToRawLongBits(y) < 0 ? -1.0 : 1.0), 0);
    }

    @Test
    void floatsOfTwoLanes() {
        var r = new Random(5);
        var x = new float[MANY];
        var y = new float[MANY];
        for (int i = 0; i < MANY; i++) {
            x[i] = i % 2 == 0 ? Float.intBitsToFloat(r.nextInt()) : (float) r.nextGaussian() * 10;
            y[i] = i % 3 == 0 ? Float.intBitsToFloat(r.nextInt()) : (float) r.nextGaussian() * 10;
        }
        float[] pow = f32(LaneMath::pow, x, y);
        float[] atan2 = f32(LaneMath::atan2, x, y);
        float[] hypot = f32(LaneMath::hypot, x, y);
        float[] rem = f32(LaneMath::rem, x, y);
        float[] next = f32(LaneMath::nextAfter, x, y);
        for (int i = 0; i < MANY; i++) {
            check(distance(pow[i], (float) StrictMath.pow(x[i], y[i])) <= 1, "pow", x[i], y[i], pow[i]);
            check(distance(atan2[i], (float) StrictMath.atan2(x[i], y[i])) <= 1, "atan2", x[i], y[i], atan2[i]);
            check(distance(hypot[i], (float) StrictMath.hypot(x[i], y[i])) <= 1, "hypot", x[i], y[i], hypot[i]);
            check(distance(rem[i], x[i] % y[i]) == 0, "rem", x[i], y[i], rem[i]);
            check(distance(next[i], Math.nextAfter(x[i], (double) y[i])) == 0, "next", x[i], y[i], next[i]);
        }
    }

    @Test
    void remainderHasTheSignOfTheDivisor() {
        double[] x = {7, -7, 7, -7, 6, -6, 0.0, 5};
        double[] y = {3, 3, -3, -3, 3, -3, -3, 0};
        assertThat(f64(LaneMath::remainder, x, y)).containsExactly(1, 2, -2, -1, 0.0, -0.0, -0.0, Double.NaN);
        assertThat(f64(LaneMath::floorDivide, x, y))
                .containsExactly(2, -3, -3, 2, 2, 2, -0.0, Double.POSITIVE_INFINITY);
    }

    @Test
    void zeroTimesALogarithmIsZero() {
        double[] x = {0, 0, -0.0, 0, 2, 2};
        double[] y = {0, -1, 5, Double.NaN, 0, 1};
        assertThat(f64(LaneMath::xlogy, x, y)).containsExactly(0, 0, 0, Double.NaN, Double.NEGATIVE_INFINITY, 0);
        assertThat(f64(LaneMath::xlog1py, new double[] {0, 2}, new double[] {-1, 1e-20})).containsExactly(0, 2e-20);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 16, 31, 63, 64, 65, 100, 1000, -1, -2, -3, -4, -7, -64, -100,
        Integer.MAX_VALUE, Integer.MIN_VALUE})
    void integerPowers(int k) {
        double[] x = {1.1, -1.1, 0.9, 1.7, -0.3, 3, 1 + 1e-9, -1 - 1e-9, 1e100, 1e-100, -1e154};
        var got = f64(v -> LaneMath.powInt(v, k), x);
        for (int i = 0; i < x.length; i++) {
            var exact = Math.abs((long) k) <= 1000 ? new BigDecimal(x[i]).pow(k, new MathContext(60)).doubleValue()
                    : StrictMath.pow(x[i], k);
            long allowed = Math.abs((long) k) <= 4 ? 2 : Math.abs((long) k) <= 64 ? 70 : 1;
            double want = exact == 0 ? Math.copySign(0.0, got[i]) : exact;
            assertThat(distance(got[i], want)).as("%s^%s = %s", x[i], k, got[i]).isLessThanOrEqualTo(allowed);
        }
        assertThat(f32(v -> LaneMath.powInt(v, k), 1.0f, 2.0f)[0]).isEqualTo(1);
    }

    @Test
    void gammaFamily() {
        assertThat(f64(LaneMath::lgamma, 0, -1, -2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1, 2))
                .containsExactly(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY,
                        Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0);
        assertThat(f64(LaneMath::digamma, 0.0, -0.0, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
                .containsExactly(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN,
                        Double.POSITIVE_INFINITY, Double.NaN);
        assertThat(Special.trigamma(1)).isEqualTo(Math.PI * Math.PI / 6);
        assertThat(Special.trigamma(1e300)).isEqualTo(1e-300);
        assertThat(Special.zeta(1e300, 1e16)).isZero();
        assertThat(Special.zeta(1e300, 1.5)).isZero();
        assertThat(Special.zeta(50.0, 1.0)).isEqualTo(1 + 0x1p-50);
        assertThat(Special.polygamma(3, 1e-200)).isInfinite();
        assertThat(Special.gammaSign(-0.5)).isEqualTo(-1);
        assertThat(Special.gammaSign(-1.5)).isEqualTo(1);
        assertThat(f64(LaneMath::polygamma, new double[] {0, 1}, new double[] {1, 1})[1])
                .isEqualTo(Special.trigamma(1));
        assertThatThrownBy(() -> Special.polygamma(-1, 2.0)).hasMessageContaining("order must be 0 to 100");
    }

    @Test
    void polygammaIsTheDerivativeOfTheOneBelow() {
        for (double x : new double[] {-3.3, -0.7, 0.3, 1.46, 2.5, 9.7, 40, 1e5}) {
            for (int n = 0; n < 8; n++) {
                int order = n;
                double h = 1e-4 * Math.max(1, Math.min(Math.abs(x), 1e3));
                double slope = (8 * (Special.polygamma(order, x + h) - Special.polygamma(order, x - h))
                        - Special.polygamma(order, x + 2 * h) + Special.polygamma(order, x - 2 * h)) / (12 * h);
                double want = Special.polygamma(n + 1, x);
                double noise = Math.abs(Special.polygamma(n, x)) * 1e-14 / h;
                assertThat(slope).as("order %s at %s", n, x).isCloseTo(want,
                        org.assertj.core.data.Offset.offset(1e-6 * Math.abs(want) + noise));
            }
        }
    }
}
