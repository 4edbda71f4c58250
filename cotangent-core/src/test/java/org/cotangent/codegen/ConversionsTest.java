package org.cotangent.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Conversions agree with the element-wise reference for every pair of kinds; cumulative operations with a plain loop.
class ConversionsTest {
    private static final double[] SPECIAL = {0, -0.0, 1, -1, 0.5, 1.5, 2.5, 65504, 65520, 65519.99, -70000, 1e-8,
        5.9e-8, 3e38, 3.5e38,
        1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 2147483647.5, -2147483649.0, 9.3e18,
            -9.3e18,
        1 + 0x1p-11 + 0x1p-40, 1 + 0x1p-11, 1 + 0x1p-8 + 0x1p-50, 1 + 0x1p-8, 16777217, 1e-45, Double.MIN_VALUE};

    static Stream<Arguments> pairs() {
        return Stream.of(NumberKind.values()).flatMap(a -> Stream.of(NumberKind.values()).map(b -> Arguments.of(a, b)));
    }

    private static DType dtype(NumberKind kind) {
        return switch (kind) {
            case BOOL -> DType.BOOL;
            case I32 -> DType.INT32;
            case I64 -> DType.INT64;
            case F16 -> DType.FLOAT16;
            case BF16 -> DType.BFLOAT16;
            case F32 -> DType.FLOAT32;
            case F64 -> DType.FLOAT64;
        };
    }

    private static Storage values(NumberKind kind, int n) {
        var storage = Storage.allocate(kind.cell(), n);
        var random = new Random(n);
        for (int i = 0; i < n; i++) {
            double v = i < SPECIAL.length ? SPECIAL[i] : random.nextGaussian() * Math.exp(random.nextInt(60) - 20);
            if (kind == NumberKind.I64 && i > 40) {
                storage.setLong(i, random.nextLong());
            } else {
                Elements.setDouble(dtype(kind), storage, i, v);
            }
        }
        return storage;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyPair(NumberKind from, NumberKind to) {
        for (int n : new int[] {0, 1, 37, 2500, 40_000}) {
            var in = values(from, n);
            var out = Storage.allocate(to.cell(), n);
            Conversions.run(from, in, to, out, 0, n / 2);
            Conversions.run(from, in, to, out, n / 2, n);
            var one = Storage.allocate(to.cell(), 1);
            for (int i = 0; i < n; i++) {
                if (from == NumberKind.I32 || from == NumberKind.I64 || from == NumberKind.BOOL) {
                    Elements.setLong(dtype(to), one, 0, Elements.getLong(dtype(from), in, i));
                } else {
                    Elements.setDouble(dtype(to), one, 0, Elements.getDouble(dtype(from), in, i));
                }
                Double expected = Elements.getDouble(dtype(to), one, 0);
                Double actual = Elements.getDouble(dtype(to), out, i);
                if (!expected.equals(actual)) {
                    assertThat(actual).as("element %d of %d: %s", i, n, Elements.getDouble(dtype(from), in, i))
                        .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void wrongCellsAreRefused() {
        var in = Storage.allocate(Cell.F32, 3);
        assertThatThrownBy(() -> Conversions.run(NumberKind.F64, in, NumberKind.F32, in, 0, 3))
            .hasMessageContaining("convert F64");
        assertThatThrownBy(() -> Conversions.run(NumberKind.F32, in, NumberKind.F32, in, 0, 4))
            .hasMessageContaining("0 to 4");
    }

    @Test
    void cumulative() {
        for (var op : new ReduceOp[] {ReduceOp.SUM, ReduceOp.PROD, ReduceOp.MAX, ReduceOp.MIN}) {
            for (var type : new LaneType[] {LaneType.F32, LaneType.F64, LaneType.I32, LaneType.I64}) {
                for (int[] s : new int[][] {{2, 3000, 1}, {3, 5, 7}, {2, 3, 600}, {1, 1, 1}, {0, 4, 2}, {2, 0, 2}}) {
                    check(op, type, s, false);
                    check(op, type, s, true);
                }
            }
        }
    }

    private static void check(ReduceOp op, LaneType type, int[] s, boolean reverse) {
        int all = s[0] * s[1] * s[2];
        var in = Storage.allocate(Cells.of(type), all);
        var bits = LaneSamples.values(type, all, 5);
        for (int i = 0; i < all; i++) {
            Cells.set(in, type, i, type.isFloat() && i % 50 != 0 ? type == LaneType.F32
                ? Float.floatToRawIntBits((float) Math.cos(i) + 1) : Double.doubleToRawLongBits(Math.cos(i) + 1)
                    : bits[i]);
        }
        var out = Storage.allocate(Cells.of(type), all);
        Cumulative.run(op, type, reverse, in, out, s[0], s[1], s[2], Split.SERIAL);
        for (int o = 0; o < s[0]; o++) {
            for (int j = 0; j < s[2]; j++) {
                long sum = 0;
                for (int k = 0; k < s[1]; k++) {
                    int at = (o * s[1] + (reverse ? s[1] - 1 - k : k)) * s[2] + j;
                    long value = Cells.bits(in, type, at);
                    sum = k == 0 ? value : op.combine(type, sum, value);
                    assertThat(same(type, Cells.bits(out, type, at), sum)).as("%s %s at %d", op, type, at).isTrue();
                }
            }
        }
    }

    private static boolean same(LaneType type, long a, long b) {
        return switch (type) {
            case F32 -> Float.floatToIntBits(Float.intBitsToFloat((int) a))
                == Float.floatToIntBits(Float.intBitsToFloat((int) b));
            case F64 -> Double.doubleToLongBits(Double.longBitsToDouble(a))
                == Double.doubleToLongBits(Double.longBitsToDouble(b));
            default -> a == b;
        };
    }
}
