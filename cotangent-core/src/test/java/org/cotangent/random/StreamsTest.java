package org.cotangent.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.vmap;
import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import org.cotangent.TensorFn;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.junit.jupiter.api.Test;

/// One stream whatever runs it.
class StreamsTest {
    private static final TensorFn ALL = key -> concat(0, normal(key, 300), uniform(foldIn(key, 1), 300),
            convert(bits(split(key, 3), DType.INT32, 3).reshape(-1), DType.FLOAT32));

    @Test
    void eagerIsStaged() {
        var k = key(5);
        assertThat(jit(ALL).apply(k).toDoubleArray()).isEqualTo(ALL.apply(k).toDoubleArray());
    }

    @Test
    void manyKeysAreALoopOverKeys() {
        var keys = split(key(11), 4);
        var all = vmap(ALL).apply(keys);
        var staged = jit(vmap(ALL)).apply(keys);
        for (int i = 0; i < 4; i++) {
            var one = ALL.apply(index(keys, i)).toDoubleArray();
            assertThat(index(all, i).toDoubleArray()).isEqualTo(one);
            assertThat(index(staged, i).toDoubleArray()).isEqualTo(one);
        }
    }

    @Test
    void oneKeyUnderVmapGivesEveryLaneTheSameNumbers() {
        TensorFn f = x -> x.add(normal(key(1), 3));
        var y = vmap(f).apply(zeros(TensorType.of(DType.FLOAT32, 2)));
        assertThat(index(y, 0).toDoubleArray()).isEqualTo(index(y, 1).toDoubleArray())
                .isEqualTo(normal(key(1), 3).toDoubleArray());
    }

    @Test
    void aDrawBeginsLikeEveryLongerDraw() {
        for (long n : new long[] {1, 7, 200, 8192, 20_000, 300_000}) {
            assertThat(Arrays.equals(normal(key(2), n).toFloatArray(),
                    Arrays.copyOf(normal(key(2), 4, 100_000).toFloatArray(), (int) n))).isTrue();
            assertThat(Arrays.equals(bits(key(2), DType.INT64, n).toLongArray(),
                    Arrays.copyOf(bits(key(2), DType.INT64, 300_000).toLongArray(), (int) n))).isTrue();
        }
        assertThat(split(key(2), 2).toLongArray()).isEqualTo(Arrays.copyOf(split(key(2), 9).toLongArray(), 2));
    }

    @Test
    void keysAndStreamsAreApart() {
        var a = bits(key(0), DType.INT64, 50_000).toLongArray();
        var b = bits(key(1), DType.INT64, 50_000).toLongArray();
        var c = split(key(0), 50_000).toLongArray();
        var d = foldIn(key(0), arange(0, 50_000)).toLongArray();
        var all = Arrays.stream(new long[][] {a, b, c, d}).flatMapToLong(Arrays::stream).distinct().count();
        assertThat(all).isEqualTo(200_000);
    }

    @Test
    void uniformNumbersStayBelowTheirLimit() {
        for (var dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64}) {
            var type = TensorType.of(dtype, 200_000);
            var x = uniform(key(9), type).toDoubleArray();
            assertThat(Arrays.stream(x).max().orElseThrow()).isLessThan(1);
            assertThat(Arrays.stream(x).min().orElseThrow()).isGreaterThanOrEqualTo(0);
            var y = uniform(key(9), type, 16, 17).toDoubleArray();
            assertThat(Arrays.stream(y).max().orElseThrow()).isLessThan(17);
            assertThat(Arrays.stream(y).min().orElseThrow()).isGreaterThanOrEqualTo(16);
        }
    }

    @Test
    void whatIsNoKeyIsAnError() {
        assertThatThrownBy(() -> normal(tensor(1.0), 3)).isInstanceOf(DTypeException.class)
                .hasMessageContaining("draw random numbers from a key").hasMessageContaining("key(seed)");
        Tensor literal = scalar(4);
        assertThat(normal(literal, 3).toDoubleArray()).isEqualTo(normal(key(4), 3).toDoubleArray());
    }
}
