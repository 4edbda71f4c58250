package org.cotangent.storage;

import java.lang.ref.PhantomReference;

/// Knows whether the collector has run, and makes it run in the cheapest way that works.
///
/// A young collection, brought about by garbage on the heap, finds what died young, for a fraction of the pause of
/// `System.gc()`; it also works where that is switched off (`-XX:+DisableExplicitGC`).
final class CollectorWatch {
    private static final int BALLAST = 64 << 10;
    private static final int PATIENCE = 4;
    private static volatile Object sink;
    private PhantomReference<Object> canary = canary();
    private boolean explicit = true;
    /// Beside a full collection that is quicker than this, a young one must come about in half its time.
    private static final long CHEAP_NANOS = 25_000_000;
    private long fullNanos = 20_000_000;
    private int pause;
    private int nextPause = 1;

    /// True once after each collection.
    boolean noticed() {
        if (!canary.refersTo(null)) {
            return false;
        }
        canary = canary();
        return true;
    }

    /// Tries a young collection for at most the time that a full one took (half of it where that is short); false when
    /// none came about.
    boolean young() {
        if (pause-- > 0) {
            return false;
        }
        boolean came = litter(System.nanoTime() + (fullNanos < CHEAP_NANOS ? fullNanos / 2 : fullNanos));
        nextPause = came ? 1 : Math.min(PATIENCE, nextPause * 2);
        pause = came ? 0 : nextPause;
        return came;
    }

    /// Runs a full collection.
    void full() {
        long start = System.nanoTime();
        if (explicit) {
            System.gc();
            explicit = canary.refersTo(null);
        }
        if (!explicit) {
            litter(Long.MAX_VALUE);
        }
        canary = canary();
        fullNanos = System.nanoTime() - start;
    }

    private boolean litter(long until) {
        long limit = Runtime.getRuntime().maxMemory();
        for (long done = 0; done < limit && !canary.refersTo(null); done += BALLAST) {
            if (System.nanoTime() > until) {
                return false;
            }
            if (!drop()) {
                break;
            }
        }
        sink = null;
        return noticed();
    }

    /// False when the heap is full, which the collector has then made sure of.
    private static boolean drop() {
        try {
            sink = new byte[BALLAST];
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private static PhantomReference<Object> canary() {
        return new PhantomReference<>(new Object(), null);
    }
}
