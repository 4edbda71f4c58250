package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyIndexIsVisitedOnceAndCutsAreMultiplesOfTheGrain(int threads) {
        Workers workers = new Workers(threads);
        for (long from : new long[] {-37, 0, 5, 64}) {
            for (int length : new int[] {0, 1, 15, 16, 17, 33, 1000, 4096}) {
                for (long grain : new long[] {1, 16, 64, Long.MAX_VALUE}) {
                    check(workers, from, from + length, grain);
                }
            }
        }
    }

    private static void check(Workers workers, long from, long to, long grain) {
        AtomicIntegerArray seen = new AtomicIntegerArray((int) (to - from));
        Set<Long> cuts = ConcurrentHashMap.newKeySet();
        workers.split(from, to, grain, (a, b) -> {
            assertThat(a).isLessThan(b);
            cuts.add(a);
            for (long i = a; i < b; i++) {
                seen.incrementAndGet((int) (i - from));
            }
        });
        for (int i = 0; i < seen.length(); i++) {
            assertThat(seen.get(i)).isEqualTo(1);
        }
        cuts.remove(from);
        assertThat(cuts).allMatch(cut -> cut % grain == 0);
    }

    @Test
    void smallWorkStaysOnTheCaller() {
        List<String> calls = new ArrayList<>();
        Workers.run(3, 3 + 127, 64, (a, b) -> calls.add(a + "-" + b + Thread.currentThread().getName()));
        Workers.run(5, 5, 64, (a, b) -> calls.add("never"));
        assertThat(calls).containsExactly("3-130" + Thread.currentThread().getName());
    }

    @Test
    void helpersAndCallerWorkAtTheSameTime() {
        CountDownLatch all = new CountDownLatch(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        new Workers(3).split(0, 3, 1, (a, b) -> {
            threads.add(Thread.currentThread());
            all.countDown();
            await(all);
        });
        assertThat(threads).hasSize(3).contains(Thread.currentThread());
        threads.remove(Thread.currentThread());
        assertThat(threads).allMatch(Thread::isDaemon);
    }

    @Test
    void theFirstFailureIsThrownAndOthersAreSuppressed() {
        Workers workers = new Workers(3);
        CountDownLatch all = new CountDownLatch(3);
        assertThatThrownBy(() -> workers.split(0, 3, 1, (a, b) -> {
            all.countDown();
            await(all);
            throw new IllegalArgumentException("piece " + a);
        })).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("piece")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
        assertThatThrownBy(() -> workers.split(0, 100, 1, (a, b) -> {
            throw new StackOverflowError();
        })).isInstanceOf(StackOverflowError.class);
        check(workers, 0, 1000, 16);
    }

    @Test
    void nestedCallsRunWhereTheyAre() {
        Workers workers = new Workers(4);
        AtomicLong sum = new AtomicLong();
        workers.split(0, 100, 1, (a, b) -> {
            Thread here = Thread.currentThread();
            workers.split(0, 1000, 1, (c, d) -> {
                assertThat(Thread.currentThread()).isSameAs(here);
                sum.addAndGet((b - a) * (d - c));
            });
        });
        assertThat(sum.get()).isEqualTo(100_000);
    }

    @Test
    void severalCallersAtOnce() throws InterruptedException {
        Workers workers = new Workers(3);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            callers.add((t == 0 ? Thread.ofVirtual() : Thread.ofPlatform()).start(() -> {
                try {
                    for (int i = 0; i < 3000; i++) {
                        AtomicLong sum = new AtomicLong();
                        workers.split(0, 1000, 10, (a, b) -> sum.addAndGet((a + b - 1) * (b - a) / 2));
                        assertThat(sum.get()).isEqualTo(499_500);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        for (Thread t : callers) {
            t.join();
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void sleepingHelpersWakeUp() throws InterruptedException {
        Workers workers = new Workers(2);
        for (int i = 0; i < 200; i++) {
            check(workers, 0, 64, 16);
            Thread.sleep(i % 2);
        }
    }

    @Test
    void anInterruptNeitherStopsTheWorkNorGetsLost() {
        Workers workers = new Workers(2);
        AtomicReference<Thread> helper = new AtomicReference<>();
        CountDownLatch both = new CountDownLatch(2);
        Thread.currentThread().interrupt();
        Thread caller = Thread.currentThread();
        workers.split(0, 2, 1, (a, b) -> {
            both.countDown();
            while (both.getCount() > 0) {
                Thread.onSpinWait();
            }
            if (Thread.currentThread() != caller) {
                helper.set(Thread.currentThread());
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        helper.get().interrupt();
        for (int i = 0; i < 10; i++) {
            check(workers, 0, 64, 16);
        }
        assertThat(helper.get().isAlive()).isTrue();
    }

    @Test
    void badArguments() {
        assertThatThrownBy(() -> Workers.run(0, 10, 0, (a, b) -> { })).hasMessageContaining("grain");
        assertThatThrownBy(() -> Workers.threadsFrom("0")).hasMessageContaining("threads=0");
        assertThatThrownBy(() -> Workers.threadsFrom("two")).hasMessageContaining("threads=two");
        assertThat(Workers.threadsFrom(null)).isPositive();
        assertThat(Workers.threadsFrom(" 3 ")).isEqualTo(3);
        assertThat(Workers.threads()).isPositive();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
