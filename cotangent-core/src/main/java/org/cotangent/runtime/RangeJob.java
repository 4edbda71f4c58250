package org.cotangent.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// One range being worked on: pieces are drawn by whoever is free, and the last one done wakes the caller.
///
/// Every inner boundary is a multiple of the piece's length, which is a multiple of the grain.
final class RangeJob {
    private static final int PIECES_PER_THREAD = 4;
    final Waiter caller = new Waiter();
    private final long from;
    private final long to;
    private final long piece;
    private final long first;
    private final long pieces;
    private final RangeTask task;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong left;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    RangeJob(long from, long to, long grain, int threads, RangeTask task) {
        this.from = from;
        this.to = to;
        this.task = task;
        long wanted = (to - from) / ((long) threads * PIECES_PER_THREAD);
        piece = Math.max(1, wanted / grain) * grain;
        first = Math.floorDiv(from, piece);
        pieces = Math.floorDiv(to - 1, piece) - first + 1;
        left = new AtomicLong(pieces);
    }

    long pieces() {
        return pieces;
    }

    boolean exhausted() {
        return next.get() >= pieces;
    }

    boolean done() {
        return left.get() == 0;
    }

    /// Draws and runs pieces until there are none.
    void work() {
        for (long k = next.getAndIncrement(); k < pieces; k = next.getAndIncrement()) {
            if (failure.get() == null) {
                runPiece(k);
            }
            if (left.decrementAndGet() == 0) {
                caller.wake();
            }
        }
    }

    private void runPiece(long k) {
        long start = (first + k) * piece;
        try {
            task.run(Math.max(from, start), k == pieces - 1 ? to : start + piece);
        } catch (Throwable e) {
            if (!failure.compareAndSet(null, e) && failure.get() != e) {
                failure.get().addSuppressed(e);
            }
        }
    }

    /// Throws what the first failing piece threw.
    void rethrow() {
        switch (failure.get()) {
            case null -> { }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("a task threw a checked exception", e);
        }
    }
}
