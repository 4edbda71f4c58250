package org.cotangent.codegen;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A few things that are dear to make, put back after use for the next user; any thread may take and give. What the
/// collector needs it takes. Taking and giving make no objects but for one reference to a new thing.
public final class Shelf<T extends Shelf.Kept<T>> {
    private static final int PLACES = 4;
    private final AtomicReferenceArray<SoftReference<T>> places = new AtomicReferenceArray<>(PLACES);

    /// What lies on a shelf, with the reference under which it does.
    public static class Kept<T> {
        private SoftReference<T> reference;
    }

    /// Something that was put back, or null.
    public T take() {
        for (int i = 0; i < PLACES; i++) {
            var place = places.getAcquire(i) == null ? null : places.getAndSet(i, null);
            var thing = place == null ? null : place.get();
            if (thing != null) {
                return thing;
            }
        }
        return null;
    }

    /// Puts something back that its user no longer touches; where there is no room it is left to the collector.
    public void give(T thing) {
        Kept<T> kept = thing;
        if (kept.reference == null) {
            kept.reference = new SoftReference<>(thing);
        }
        for (int i = 0; i < PLACES; i++) {
            if (places.getAcquire(i) == null && places.compareAndSet(i, null, kept.reference)) {
                return;
            }
        }
    }
}
