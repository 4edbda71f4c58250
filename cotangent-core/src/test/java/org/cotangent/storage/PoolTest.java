package org.cotangent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final int MIB = 1 << 20;

    @Test
    void aBlockIsAtMostAnEighthTooLarge() {
        assertThat(SizeClasses.bytes(SizeClasses.index(1))).isEqualTo(4096);
        assertThat(SizeClasses.bytes(SizeClasses.index(Pool.LARGEST_BLOCK))).isEqualTo(Pool.LARGEST_BLOCK);
        for (long bytes = 4096; bytes <= Pool.LARGEST_BLOCK; bytes += 1 + bytes / 97) {
            int c = SizeClasses.index(bytes);
            assertThat(SizeClasses.bytes(c)).isBetween(bytes, bytes + bytes / 8);
            assertThat(c == 0 || SizeClasses.bytes(c - 1) < bytes).isTrue();
            assertThat(SizeClasses.index(SizeClasses.bytes(c))).isEqualTo(c);
            assertThat(SizeClasses.index(SizeClasses.bytes(c) + 1)).isEqualTo(c + 1);
        }
    }

    @Test
    void exhaustionTellsTheNumbers() {
        Pool pool = new Pool(16 * MIB);
        List<Pool.Grant> held = new ArrayList<>();
        var e = catchThrowableOfType(StorageExhaustedException.class, () -> {
            while (true) {
                held.add(pool.take(MIB));
            }
        });
        assertThat(held).hasSizeBetween(14, 16);
        assertThat(e.asked()).isEqualTo(MIB);
        assertThat(e.live()).isEqualTo((long) held.size() * MIB);
        assertThat(e.budget()).isEqualTo(16 * MIB);
        assertThat(e).hasMessageContaining("1048576 bytes").hasMessageContaining("16777216 bytes");
        held.clear();
        for (int i = 0; i < 14; i++) {
            held.add(pool.take(MIB));
        }
        assertThat(held).hasSize(14);
    }

    @Test
    void otherSizesCanHaveTheWholeBudgetAfterwards() {
        Pool pool = new Pool(64 * MIB);
        for (int size = MIB; size <= 32 * MIB; size *= 2) {
            for (int i = 0; i < 200 * MIB / size; i++) {
                pool.take(size).segment().set(ValueLayout.JAVA_BYTE, size - 1, (byte) 1);
                assertThat(pool.use().footprint()).isLessThanOrEqualTo(64 * MIB);
            }
        }
        assertThatThrownBy(() -> pool.take(65 * MIB)).isInstanceOf(StorageExhaustedException.class);
    }

    @Test
    void anySegmentOrBufferMadeFromItKeepsTheMemory() {
        Pool pool = new Pool(64 * MIB);
        ByteBuffer view = pool.take(MIB).segment().asSlice(100, 1000).asByteBuffer().slice(10, 8);
        MemorySegment slice = pool.take(MIB).segment().asReadOnly().asSlice(5);
        view.putLong(0, 1234567);
        for (int i = 0; i < 300; i++) {
            pool.take(MIB).segment().fill((byte) 9);
        }
        assertThat(view.getLong(0)).isEqualTo(1234567);
        assertThat(slice.get(ValueLayout.JAVA_BYTE, 0)).isNotEqualTo((byte) 9);
    }

    @Test
    void anEarlyEndMakesCollectionsNeedless() {
        Pool pool = new Pool(64 * MIB);
        for (int i = 0; i < 10_000; i++) {
            Pool.Grant g = pool.take(8 * MIB);
            pool.end(g.lease());
            pool.end(g.lease());
        }
        assertThat(pool.use().live()).isZero();
        assertThat(pool.use().footprint()).isEqualTo(8 * MIB);
        assertThat(pool.use().collections()).isZero();
    }

    @Test
    void trimGivesUnusedBlocksBack() {
        Pool pool = new Pool(256 * MIB);
        Pool.Grant kept = pool.take(2 * MIB);
        for (int i = 0; i < 30; i++) {
            pool.take(MIB);
        }
        pool.trim();
        assertThat(pool.use().footprint()).isEqualTo(2 * MIB);
        assertThat(kept.segment().byteSize()).isEqualTo(2 * MIB);
    }

    @Test
    void threadsNeverShareABlock() throws InterruptedException {
        Pool pool = new Pool(64 * MIB);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 1; t <= 4; t++) {
            int id = t;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    hammer(pool, id);
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        for (Thread t : threads) {
            t.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(pool.use().footprint()).isLessThanOrEqualTo(64 * MIB);
    }

    private static void hammer(Pool pool, int id) {
        Pool.Grant[] ring = new Pool.Grant[8];
        for (int i = 0; i < 20_000; i++) {
            int slot = i % ring.length;
            if (ring[slot] != null) {
                long there = ring[slot].segment().get(ValueLayout.JAVA_LONG, 0);
                assertThat(there).isEqualTo(id * 1_000_000L + i - ring.length);
                if (i % 3 == 0) {
                    pool.end(ring[slot].lease());
                }
            }
            ring[slot] = pool.take(64 * 1024 + i % 5 * 20_000);
            ring[slot].segment().set(ValueLayout.JAVA_LONG, 0, id * 1_000_000L + i);
        }
    }
}
