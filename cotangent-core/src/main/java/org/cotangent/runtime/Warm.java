package org.cotangent.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Two implementations with equal results: the slow one serves until the fast one has been compiled in the background.
final class Warm<T> {
    private final T fast;
    private final T slow;
    private final BooleanSupplier warmUp;
    private final AtomicBoolean begun;
    private volatile boolean ready;

    /// The fast one serves at once where `needed` is false, otherwise once `warmUp` has said that it is fast.
    Warm(T fast, T slow, BooleanSupplier warmUp, boolean needed) {
        this.fast = fast;
        this.slow = slow;
        this.warmUp = warmUp;
        this.begun = new AtomicBoolean(!needed);
        this.ready = !needed;
    }

    /// The one to use now; the first call starts the warming.
    T get() {
        if (ready) {
            return fast;
        }
        if (!begun.get() && begun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("cotangent-warm-up").start(() -> {
                ready = warmUp.getAsBoolean();
            });
        }
        return slow;
    }
}
