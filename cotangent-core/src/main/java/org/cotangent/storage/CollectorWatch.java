package org.cotangent.storage;

import java.lang.ref.PhantomReference;

/// Knows whether the collector has run, and makes it run.
///
/// Where `System.gc()` is switched off (`-XX:+DisableExplicitGC`), garbage on the heap brings a collection about.
final class CollectorWatch {
    private static final int BALLAST = 128 << 10;
    private static volatile Object sink;
    private PhantomReference<Object> canary = canary();
    private boolean explicit = true;

    /// True once after each collection.
    boolean noticed() {
        if (!canary.refersTo(null)) {
            return false;
        }
        canary = canary();
        return true;
    }

    /// Runs a collection.
    void force() {
        if (explicit) {
            System.gc();
            explicit = canary.refersTo(null);
        }
        if (!explicit) {
            litter();
        }
        canary = canary();
    }

    private void litter() {
        long limit = Runtime.getRuntime().maxMemory();
        for (long done = 0; done < limit && !canary.refersTo(null); done += BALLAST) {
            sink = new byte[BALLAST];
        }
        sink = null;
    }

    private static PhantomReference<Object> canary() {
        return new PhantomReference<>(new Object(), null);
    }
}
