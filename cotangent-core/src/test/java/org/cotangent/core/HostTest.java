package org.cotangent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class HostTest {
    @Test
    void arraysAreSharedByWrapAndCopiedByTensor() {
        var array = new double[] {1, 2, 3, 4};
        var shared = Host.wrap(array, 2, 2);
        var copy = Ops.tensor(array);
        array[0] = 9;
        assertThat(shared.concrete().getDouble(0)).isEqualTo(9);
        assertThat(copy.concrete().getDouble(0)).isEqualTo(1);
        assertThat(shared.shape()).isEqualTo(Shape.of(2, 2));
        assertThatThrownBy(() -> Host.wrap(array, 3)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Host.wrap("text")).isInstanceOf(DTypeException.class);
    }

    @Test
    void segmentsAndBuffersAreShared() {
        try (var arena = Arena.ofShared()) {
            var segment = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3);
            var t = Host.wrap(segment, DType.FLOAT32, 3);
            assertThat(t.add(1).toFloatArray()).containsExactly(2, 3, 4);
        }
        var direct = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        direct.asFloatBuffer().put(new float[] {1, 2, 3, 4});
        assertThat(Host.wrap(direct, DType.FLOAT32).toFloatArray()).containsExactly(1, 2, 3, 4);
        var part = FloatBuffer.wrap(new float[] {1, 2, 3, 4}, 1, 2);
        assertThat(Host.wrap(part, DType.FLOAT32).toDoubleArray()).containsExactly(2, 3);
        assertThatThrownBy(() -> Host.wrap(MemorySegment.ofArray(new byte[7]), DType.FLOAT32))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void numbersComeBack() {
        var t = Ops.tensor(1.5, -2.5);
        assertThat(t.toLongArray()).containsExactly(1, -2);
        assertThat(Host.segment(t).isReadOnly()).isTrue();
        assertThat(Host.segment(t).toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED)).containsExactly(1.5, -2.5);
        assertThat(Ops.scalar(2.0).toFloatArray()).containsExactly(2);
    }

    @Test
    void halfPrecisionIsStoredAndComputedInFloat32() {
        var h = Ops.convert(Ops.tensor(1.0f, 0.1f), DType.FLOAT16);
        assertThat(h.type()).hasToString("f16[2]");
        assertThat(h.add(h).type()).hasToString("f16[2]");
        assertThat(h.add(h).toFloatArray()[1]).isEqualTo(Float.float16ToFloat(Float.floatToFloat16(
                2 * Float.float16ToFloat(Float.floatToFloat16(0.1f)))));
        assertThat(Ops.convert(Ops.tensor(1.0f), DType.BFLOAT16).add(h).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void aTensorTooLargeForMemoryIsANamedError() {
        assertThatThrownBy(() -> Ops.zeros(1L << 45)).isInstanceOf(OutOfStorageException.class)
                .hasMessageContaining("bytes");
        assertThatThrownBy(() -> Ops.zeros(1L << 40, 1L << 40)).isInstanceOf(ShapeException.class);
    }
}
