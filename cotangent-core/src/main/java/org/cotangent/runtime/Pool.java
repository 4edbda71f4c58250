package org.cotangent.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/// Scratch objects that are lent to one thread at a time and kept for the next; a few more than there are processors.
final class Pool<T> {
    private final ArrayBlockingQueue<T> idle = new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());
    private final Supplier<T> fresh;

    Pool(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    T take() {
        T one = idle.poll();
        return one == null ? fresh.get() : one;
    }

    /// Gives back what [#take] lent; dropped when enough lie idle.
    void give(T one) {
        idle.offer(one);
    }
}
