package org.cotangent.storage;

import java.lang.ref.PhantomReference;
import java.nio.ByteBuffer;

/// One use of a block by one value, which ends when no segment over it can be reached, or when its owner says so.
///
/// The referent is the scope of the value's segment: every slice, view and buffer made from the segment holds it.
/// No queue is asked; a pool looks through its leases after a collection.
final class Lease extends PhantomReference<Object> {
    final Pool pool;
    final long bytes;
    /// The buffer to use again, or null where the JDK itself frees the memory, and after the end.
    ByteBuffer block;
    final int sizeClass;
    /// True once others than the first storage may look at the memory: an early release must not reuse it then.
    volatile boolean shared;
    boolean ended;
    Lease before;
    Lease after;

    Lease(Object referent, Pool pool, long bytes, ByteBuffer block, int sizeClass) {
        super(referent, null);
        this.pool = pool;
        this.bytes = bytes;
        this.block = block;
        this.sizeClass = sizeClass;
    }
}
