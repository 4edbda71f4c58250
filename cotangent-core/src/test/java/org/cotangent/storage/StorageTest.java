package org.cotangent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
    private static final int LARGE = 100_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, LARGE})
    void everyCellIsReadBackAsItWasWritten(int n) {
        for (Cell cell : Cell.values()) {
            Storage s = Storage.allocate(cell, n);
            for (int i = 0; i < n; i++) {
                put(s, i, i * 31 + 7);
            }
            for (int i = 0; i < n; i++) {
                assertThat(at(s, i)).isEqualTo(expected(cell, i * 31 + 7));
            }
            assertThat(s.byteSize()).isEqualTo((long) n * cell.bytes());
            assertThat(s.segment().byteSize()).isEqualTo(s.byteSize());
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.class)
    void indicesOutsideThrow(Cell cell) {
        for (int n : new int[] {0, 3, LARGE}) {
            Storage s = Storage.zeros(cell, n);
            for (long i : new long[] {-1, n, 1L << 32}) {
                assertThatThrownBy(() -> at(s, i)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> put(s, i, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void smallValuesAreArraysAndLargeOnesAlignedOffTheHeap() {
        Storage small = Storage.allocate(Cell.F32, 64);
        assertThat(small.isHeap()).isTrue();
        assertThat(small.array()).isInstanceOf(float[].class);
        for (int n = LARGE; n < LARGE + 50; n++) {
            Storage large = Storage.allocate(Cell.F32, n);
            assertThat(large.isHeap()).isFalse();
            assertThat(large.array()).isNull();
            assertThat(large.base()).isNull();
            assertThat(large.segment().address() % 64).isZero();
        }
    }

    @Test
    void zerosAreZeroThoughTheBlockWasUsedBefore() {
        Storage s = Storage.allocate(Cell.I8, LARGE);
        s.fill(0x55);
        s.release();
        Storage z = Storage.zeros(Cell.I8, LARGE);
        assertThat(z.segment().mismatch(MemorySegment.ofArray(new byte[LARGE]))).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(Cell.class)
    void fillSetsTheLowBitsOfEveryCell(Cell cell) {
        long bits = 0x8182838485868788L;
        for (int n : new int[] {0, 5, LARGE}) {
            Storage s = Storage.allocate(cell, n);
            s.fill(bits);
            byte[] one = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(0, bits).array();
            for (long i = 0; i < s.byteSize(); i++) {
                assertThat(s.segment().get(ValueLayout.JAVA_BYTE, i)).isEqualTo(one[(int) (i % cell.bytes())]);
            }
        }
    }

    @Test
    void anArrayIsShared() {
        float[] a = {1, 2, 3, 4};
        Storage s = Storage.ofArray(a);
        Storage part = Storage.ofArray(a, 1, 2);
        s.setFloat(2, 9);
        assertThat(a[2]).isEqualTo(9);
        assertThat(part.getFloat(1)).isEqualTo(9);
        assertThat(s.array()).isSameAs(a);
        assertThat(part.array()).isNull();
        assertThat(part.base()).isSameAs(a);
        assertThat(part.baseOffset()).isEqualTo(1);
        assertThat(part.segment().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(2, 9);
        assertThatThrownBy(() -> part.getFloat(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Storage.ofArray(a, 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Storage.ofArray("no")).hasMessageContaining("java.lang.String");
    }

    @Test
    void aSegmentIsSharedWhateverItsHome() {
        int[] a = {1, 2, 3};
        Storage heap = Storage.ofSegment(Cell.I32, MemorySegment.ofArray(a).asSlice(4));
        assertThat(heap.base()).isSameAs(a);
        assertThat(heap.getInt(0)).isEqualTo(2);
        Storage other = Storage.ofSegment(Cell.I16, MemorySegment.ofArray(a));
        assertThat(other.base()).isNull();
        assertThat(other.isHeap()).isTrue();
        other.setShort(0, (short) 5);
        assertThat(a[0] & 0xffff | a[0] >>> 16).isEqualTo(5);
        MemorySegment bytes = Arena.ofAuto().allocate(64).asSlice(3, 24);
        Storage unaligned = Storage.ofSegment(Cell.F64, bytes);
        unaligned.setDouble(2, 2.5);
        assertThat(bytes.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 16)).isEqualTo(2.5);
        Storage fixed = Storage.ofSegment(Cell.I32, MemorySegment.ofArray(a).asReadOnly());
        assertThat(fixed.isReadOnly()).isTrue();
        assertThat(fixed.getInt(2)).isEqualTo(3);
        assertThatThrownBy(() -> fixed.setInt(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fixed.fill(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Storage.ofSegment(Cell.F64, bytes.asSlice(1))).hasMessageContaining("23 bytes");
    }

    @Test
    void aConfinedSegmentIsCopiedNotShared() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment s = arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3);
            assertThatThrownBy(() -> Storage.ofSegment(Cell.I32, s)).hasMessageContaining("confined");
            assertThat(Storage.copyOf(Cell.I32, s).getInt(2)).isEqualTo(3);
        }
    }

    @Test
    void buffersAreSharedBetweenPositionAndLimit() {
        float[] a = {0, 1, 2, 3, 4};
        Storage heap = Storage.ofBuffer(FloatBuffer.wrap(a, 1, 3));
        assertThat(heap.count()).isEqualTo(3);
        assertThat(heap.base()).isSameAs(a);
        heap.setFloat(0, 7);
        assertThat(a[1]).isEqualTo(7);
        ByteBuffer direct = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder()).position(4).limit(12);
        Storage ints = Storage.ofBuffer(Cell.I32, direct);
        ints.setInt(1, 42);
        assertThat(direct.getInt(8)).isEqualTo(42);
        assertThat(Storage.ofBuffer(direct).cell()).isEqualTo(Cell.I8);
        assertThat(direct.position()).isEqualTo(4);
        assertThat(Storage.ofBuffer(FloatBuffer.wrap(a).asReadOnlyBuffer()).isReadOnly()).isTrue();
        assertThatThrownBy(() -> Storage.ofBuffer(CharBuffer.wrap("ab"))).hasMessageContaining("text");
    }

    @Test
    void aBufferOfTheOtherByteOrderIsRefusedAndCanBeCopied() {
        boolean big = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
        ByteOrder other = big ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer b = ByteBuffer.allocate(24).order(other).putDouble(0, 1.5).putDouble(8, -2.5).position(8).limit(16);
        assertThatThrownBy(() -> Storage.ofBuffer(Cell.F64, b)).hasMessageContaining("Buffers.copyOf");
        assertThatThrownBy(() -> Storage.ofBuffer(b.asDoubleBuffer())).hasMessageContaining("Buffers.copyOf");
        assertThat(Buffers.copyOf(Cell.F64, b).getDouble(0)).isEqualTo(-2.5);
        assertThat(Buffers.copyOf(b.asDoubleBuffer()).getDouble(0)).isEqualTo(-2.5);
        assertThat(Storage.ofBuffer(b).count()).isEqualTo(8);
        b.limit(15);
        assertThatThrownBy(() -> Buffers.copyOf(Cell.F64, b)).hasMessageContaining("7 bytes");
    }

    @Test
    void slicesShare() {
        for (int n : new int[] {100, LARGE}) {
            Storage s = Storage.zeros(Cell.I64, n);
            Storage part = s.slice(10, 50).slice(5, 20);
            part.setLong(3, 77);
            assertThat(s.getLong(18)).isEqualTo(77);
            assertThat(part.count()).isEqualTo(20);
            assertThat(part.array()).isNull();
            assertThatThrownBy(() -> part.getLong(20)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> s.slice(n - 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void copiesAreExactAndMayOverlap() {
        for (int n : new int[] {100, LARGE}) {
            Storage s = Storage.allocate(Cell.I32, n);
            for (int i = 0; i < n; i++) {
                s.setInt(i, i);
            }
            s.copyFrom(1, s, 0, n - 1);
            assertThat(s.getInt(0)).isZero();
            assertThat(s.getInt(n - 1)).isEqualTo(n - 2);
            int[] out = new int[5];
            s.slice(1, 9).copyToArray(2, out, 1, 3);
            assertThat(out).containsExactly(0, 2, 3, 4, 0);
            s.copyFromArray(n - 2, new int[] {8, 9, 10}, 1, 2);
            assertThat(s.getInt(n - 1)).isEqualTo(10);
            assertThatThrownBy(() -> s.copyFrom(1, s, 0, n)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> s.copyToArray(0, new float[1], 0, 1)).hasMessageContaining("I32 cells to F32");
        }
    }

    @Test
    void aReleasedStorageIsDead() {
        Storage small = Storage.zeros(Cell.F32, 4);
        Storage large = Storage.zeros(Cell.F32, LARGE);
        for (Storage s : new Storage[] {small, large, Storage.ofArray(new float[3])}) {
            s.release();
            s.release();
            assertThat(s.isReleased()).isTrue();
            assertThat(s.count()).isPositive();
            assertThatThrownBy(() -> s.getFloat(0)).isInstanceOf(StorageReleasedException.class)
                    .hasMessageContaining("donated");
            assertThatThrownBy(() -> s.setFloat(0, 1)).isInstanceOf(StorageReleasedException.class);
            assertThatThrownBy(s::segment).isInstanceOf(StorageReleasedException.class);
            assertThatThrownBy(s::array).isInstanceOf(StorageReleasedException.class);
            assertThatThrownBy(() -> s.slice(0, 1)).isInstanceOf(StorageReleasedException.class);
            assertThatThrownBy(() -> s.fill(0)).isInstanceOf(StorageReleasedException.class);
        }
    }

    @Test
    void aReleasedBlockIsUsedAgainUnlessItWasShared() {
        Storage s = Storage.allocate(Cell.I8, LARGE);
        long address = s.segment().address();
        s.release();
        Storage again = Storage.allocate(Cell.I8, LARGE);
        assertThat(again.segment().address()).isEqualTo(address);
        s.release();
        Storage part = again.slice(0, 8);
        again.release();
        assertThat(Storage.allocate(Cell.I8, LARGE).segment().address()).isNotEqualTo(address);
        part.setByte(0, (byte) 3);
        assertThat(part.getByte(0)).isEqualTo((byte) 3);
    }

    @Test
    void impossibleSizesAreNamed() {
        assertThatThrownBy(() -> Storage.allocate(Cell.F64, Long.MAX_VALUE / 4))
                .isInstanceOf(StorageExhaustedException.class).hasMessageContaining("2^63");
        assertThatThrownBy(() -> Storage.allocate(Cell.F64, 1L << 57)).isInstanceOf(StorageExhaustedException.class)
                .hasMessageContaining((1L << 60) + " bytes").hasMessageContaining("cotangent.storage.bytes");
        assertThatThrownBy(() -> Storage.allocate(Cell.F64, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sizesInPropertiesHaveUnits() {
        assertThat(Home.parse("p", "17")).isEqualTo(17);
        assertThat(Home.parse("p", " 3K ")).isEqualTo(3072);
        assertThat(Home.parse("p", "2g")).isEqualTo(2L << 30);
        for (String bad : new String[] {"", "g", "-1", "1x", "99999999t"}) {
            assertThatThrownBy(() -> Home.parse("p", bad)).hasMessageContaining("-Dp=" + bad);
        }
    }

    private static void put(Storage s, long i, int v) {
        switch (s.cell()) {
            case F32 -> s.setFloat(i, v);
            case F64 -> s.setDouble(i, v);
            case I32 -> s.setInt(i, v);
            case I64 -> s.setLong(i, v);
            case I16 -> s.setShort(i, (short) v);
            case I8 -> s.setByte(i, (byte) v);
        }
    }

    private static double at(Storage s, long i) {
        return switch (s.cell()) {
            case F32 -> s.getFloat(i);
            case F64 -> s.getDouble(i);
            case I32 -> s.getInt(i);
            case I64 -> s.getLong(i);
            case I16 -> s.getShort(i);
            case I8 -> s.getByte(i);
        };
    }

    private static double expected(Cell cell, int v) {
        return switch (cell) {
            case I16 -> (short) v;
            case I8 -> (byte) v;
            case F32, F64, I32, I64 -> v;
        };
    }
}
