package org.cotangent.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneInterpreter;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneRandom;
import org.cotangent.lane.LaneType;
import org.cotangent.op.BitsBinary;
import org.cotangent.op.RandomBits;
import org.cotangent.op.Variate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Known answers of Threefry-2x32 with 20 rounds: the file kat_vectors of the Random123 library, 1.09.
class ThreefryTest {
    @ParameterizedTest
    @CsvSource({"00000000,00000000,00000000,00000000,6b200159,99ba4efe",
        "ffffffff,ffffffff,ffffffff,ffffffff,1cb996fc,bb002be7",
        "243f6a88,85a308d3,13198a2e,03707344,c4923a9c,483df7a0"})
    void publishedAnswers(String c0, String c1, String k0, String k1, String first, String second) {
        long counter = Long.parseUnsignedLong(c0 + c1, 16);
        long key = Long.parseUnsignedLong(k0 + k1, 16);
        long want = Long.parseUnsignedLong(first + second, 16);
        for (var type : List.of(LaneType.I32, LaneType.I64)) {
            assertThat(Integer.toHexString((int) word(type, true, key, counter))).isEqualTo(strip(first));
            assertThat(Integer.toHexString((int) word(type, false, key, counter))).isEqualTo(strip(second));
        }
        var row = Dispatch.bind(BitsBinary.THREEFRY, tensor(key), tensor(counter));
        assertThat(row.toLongArray()).containsExactly(want);
    }

    private static String strip(String hex) {
        return Integer.toHexString(Integer.parseUnsignedInt(hex, 16));
    }

    private static long word(LaneType type, boolean first, long key, long counter) {
        var in = new Lane[4];
        java.util.Arrays.setAll(in, i -> Lane.input(i, type));
        var block = LaneRandom.threefry(in[0], in[1], in[2], in[3]);
        var program = new LaneProgram("test.threefry" + type + first, java.util.Collections.nCopies(4, type),
                first ? block.first() : block.second());
        long mask = type == LaneType.I64 ? 0xffffffffL : -1;
        return new LaneInterpreter(program).run(word(key >> 32, mask), word((int) key, mask),
                word(counter >> 32, mask), word((int) counter, mask));
    }

    private static long word(long x, long mask) {
        return (int) x & mask;
    }

    @Test
    void drawsAreBlocksOfTheCounter() {
        var wide = bits(key(42), DType.INT64, 3).toLongArray();
        for (int i = 0; i < 3; i++) {
            assertThat(wide[i]).isEqualTo(threefry(42, i));
        }
        var narrow = bits(key(42), DType.INT32, 3).toLongArray();
        for (int i = 0; i < 3; i++) {
            long b = threefry(42, i);
            assertThat(narrow[i]).isEqualTo((int) (b >> 32) ^ (int) b);
        }
        assertThat(split(key(42), 2).toLongArray()).containsExactly(threefry(42, 1L << 62), threefry(42, 1L << 62 | 1));
        assertThat(foldIn(key(42), 7).toLongArray()).containsExactly(threefry(threefry(42, Long.MIN_VALUE), 7));
    }

    private static long threefry(long key, long counter) {
        return Dispatch.bind(BitsBinary.THREEFRY, tensor(key), tensor(counter)).toLongArray()[0];
    }

    @Test
    void theReferenceIsTheSame() {
        for (var variate : Variate.values()) {
            for (var dtype : DType.values()) {
                if (variate.gives(dtype)) {
                    same(new RandomBits(variate, TensorType.of(dtype, 61, 5), 0), key(3));
                    same(new RandomBits(variate, TensorType.of(dtype, 2), 1), tensor(3L, -9, 1L << 40));
                    same(new RandomBits(variate, TensorType.of(dtype), 3), tensor(3L, -9, 1L << 40));
                    same(new RandomBits(variate, TensorType.of(dtype, 0), 2), tensor(3L, 4));
                }
            }
        }
    }

    private static void same(RandomBits op, Tensor keys) {
        var operands = List.of(keys.concrete());
        var want = op.evaluate(operands, op.typeOf(List.of(keys.type()))).getFirst();
        var got = Dispatch.bind(op, keys);
        assertThat(got.type()).isEqualTo(want.type());
        if (got.dtype().isInt()) {
            assertThat(got.toLongArray()).isEqualTo(want.toLongArray());
        } else {
            assertThat(got.toDoubleArray()).isEqualTo(want.toDoubleArray());
        }
    }
}
