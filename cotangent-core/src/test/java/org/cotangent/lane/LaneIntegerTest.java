package org.cotangent.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Integer lanes against the JDK.
class LaneIntegerTest {
    private static final int MANY = 5000;

    private static long[] longs(long seed) {
        var r = new Random(seed);
        var x = new long[MANY];
        for (int i = 0; i < MANY; i++) {
            x[i] = i < 4 ? new long[] {0, -1, Long.MIN_VALUE, 1}[i] : r.nextLong() >> r.nextInt(64);
        }
        return x;
    }

    private static int[] ints(long[] v) {
        var x = new int[v.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (int) v[i];
        }
        x[2] = Integer.MIN_VALUE;
        return x;
    }

    private static long[] i64(UnaryOperator<Lane[]> f, long[] x, long[] y) {
        var r = f.apply(new Lane[] {Lane.input(0, LaneType.I64), Lane.input(1, LaneType.I64)})[0];
        return (long[]) new LaneColumns(r).run(x.length, x, y);
    }

    private static int[] i32(UnaryOperator<Lane[]> f, int[] x, int[] y) {
        var r = f.apply(new Lane[] {Lane.input(0, LaneType.I32), Lane.input(1, LaneType.I32)})[0];
        return (int[]) new LaneColumns(r).run(x.length, x, y);
    }

    private static UnaryOperator<Lane[]> of(java.util.function.BinaryOperator<Lane> f) {
        return v -> new Lane[] {f.apply(v[0], v[1])};
    }

    @Test
    void countsOfBits() {
        var x = longs(1);
        var pop = i64(of((a, _) -> LaneInteger.popCount(a)), x, x);
        var clz = i64(of((a, _) -> LaneInteger.countLeadingZeros(a)), x, x);
        var xi = ints(x);
        var popI = i32(of((a, _) -> LaneInteger.popCount(a)), xi, xi);
        var clzI = i32(of((a, _) -> LaneInteger.countLeadingZeros(a)), xi, xi);
        for (int i = 0; i < MANY; i++) {
            assertThat(pop[i]).isEqualTo(Long.bitCount(x[i]));
            assertThat(clz[i]).isEqualTo(Long.numberOfLeadingZeros(x[i]));
            assertThat(popI[i]).isEqualTo(Integer.bitCount(xi[i]));
            assertThat(clzI[i]).isEqualTo(Integer.numberOfLeadingZeros(xi[i]));
        }
    }

    @Test
    void shiftsPastTheWidth() {
        var x = longs(2);
        var n = new long[MANY];
        for (int i = 0; i < MANY; i++) {
            n[i] = i % 140 - 35;
        }
        var left = i64(of(LaneInteger::shiftLeft), x, n);
        var right = i64(of(LaneInteger::shiftRightArithmetic), x, n);
        var logical = i64(of(LaneInteger::shiftRightLogical), x, n);
        var right32 = i32(of(LaneInteger::shiftRightArithmetic), ints(x), ints(n));
        for (int i = 0; i < MANY; i++) {
            boolean inside = n[i] >= 0 && n[i] < 64;
            assertThat(left[i]).isEqualTo(inside ? x[i] << n[i] : 0);
            assertThat(logical[i]).isEqualTo(inside ? x[i] >>> n[i] : 0);
            assertThat(right[i]).isEqualTo(x[i] >> (inside ? n[i] : 63));
            if (i != 2) {
                assertThat(right32[i]).isEqualTo((int) x[i] >> (n[i] >= 0 && n[i] < 32 ? n[i] : 31));
            }
        }
    }

    @Test
    void divisionTruncates() {
        var x = longs(3);
        var y = longs(4);
        y[5] = 0;
        var q = i64(of(LaneInteger::div), x, y);
        var r = i64(of(LaneInteger::rem), x, y);
        for (int i = 0; i < MANY; i++) {
            if (y[i] != 0) {
                assertThat(q[i]).isEqualTo(x[i] / y[i]);
                assertThat(r[i]).isEqualTo(x[i] % y[i]);
            }
        }
    }
}
