package org.cotangent.storage;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Off-heap blocks for large values, used again by size class and reclaimed when their value can no longer be reached.
///
/// A block is not zeroed when it is used again. `footprint` counts leased, free and dropped but not yet freed bytes.
final class Pool {
    /// What a block's address is a multiple of.
    static final int ALIGNMENT = 64;
    /// Larger values than this are not pooled.
    static final long LARGEST_BLOCK = 15L << 27;
    private static final long LEAST_ALLOWANCE = 64L << 20;
    private static final long MOST_ALLOWANCE = 512L << 20;
    private static final int IDLE_COLLECTIONS = 64;
    private static final boolean SCOPES_TELL = scopesTell();

    /// A segment and the lease it is held by.
    record Grant(MemorySegment segment, Lease lease) {
    }

    private record Free(ByteBuffer block, long epoch) {
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final CollectorWatch collector = new CollectorWatch();
    private final ArrayDeque<Free>[] free = queues();
    private final Lease leases = new Lease(new Object(), this, 0, null, -1);
    private final long budget;
    /// The footprint at which the JVM last refused more, or the budget: a collection is due there.
    private long ceiling;
    private OutOfMemoryError refusal;
    private long footprint;
    private long live;
    private long lasting;
    private long granted;
    private final long slack;
    private long allowance;
    private long epoch;

    Pool(long budget) {
        this.budget = budget;
        slack = Math.clamp(budget / 16, LEAST_ALLOWANCE, MOST_ALLOWANCE);
        allowance = slack;
        ceiling = budget;
        leases.before = leases;
        leases.after = leases;
    }

    /// Memory whose contents are not defined, aligned to [#ALIGNMENT].
    ///
    /// @throws StorageExhaustedException when the budget or the machine has no more
    Grant take(long bytes) {
        lock.lock();
        try {
            return bytes > LARGEST_BLOCK || !SCOPES_TELL ? takeOwn(bytes) : takeBlock(bytes);
        } finally {
            lock.unlock();
        }
    }

    /// Ends a lease early; its block is used again at once unless others look at it. Twice is harmless.
    void end(Lease lease) {
        lock.lock();
        try {
            if (!lease.ended && !lease.shared && lease.block != null) {
                lease.clear();
                granted -= lease.bytes;
                reclaim(lease);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Collects and gives all unused blocks back to the machine.
    void trim() {
        lock.lock();
        try {
            collect(true);
            drop(Long.MAX_VALUE);
            collect(true);
        } finally {
            lock.unlock();
        }
    }

    StorageUse use() {
        lock.lock();
        try {
            return new StorageUse(live, footprint, budget, epoch);
        } finally {
            lock.unlock();
        }
    }

    private Grant takeBlock(long bytes) {
        int sizeClass = SizeClasses.index(bytes);
        long size = SizeClasses.bytes(sizeClass);
        Free found = find(sizeClass, size);
        ByteBuffer block = found != null ? found.block : grow(bytes, sizeClass);
        MemorySegment whole = MemorySegment.ofBuffer(block);
        try {
            return grant(whole.asSlice(-whole.address() & ALIGNMENT - 1, bytes), size, block, sizeClass);
        } catch (OutOfMemoryError e) {
            footprint -= size;
            throw exhausted(bytes, e);
        }
    }

    private Free find(int sizeClass, long size) {
        if (granted >= allowance) {
            renew();
        }
        Free found = free[sizeClass].pollLast();
        if (found == null && collector.noticed()) {
            sweep();
            found = free[sizeClass].pollLast();
        }
        for (int attempt = 0; found == null && size > ceiling - footprint && attempt < 2; attempt++) {
            collect(attempt > 0);
            found = free[sizeClass].pollLast();
        }
        return found;
    }

    /// Collects, unless the program's own collections did enough since the last time.
    private void renew() {
        if (collector.noticed() && sweep() <= lasting + granted / 2) {
            granted = 0;
        } else {
            collect(false);
        }
    }

    private ByteBuffer grow(long asked, int sizeClass) {
        long size = SizeClasses.bytes(sizeClass);
        makeRoom(asked, size);
        Supplier<ByteBuffer> source = () -> ByteBuffer.allocateDirect(Math.toIntExact(size + ALIGNMENT));
        ByteBuffer block = tryFresh(source);
        if (block == null) {
            ceiling = footprint;
            collect(true);
            Free found = free[sizeClass].pollLast();
            if (found != null) {
                return found.block;
            }
            block = insist(asked, source);
        }
        footprint += size;
        ceiling = Math.max(ceiling, footprint);
        return block;
    }

    private Grant takeOwn(long bytes) {
        if (granted >= allowance) {
            renew();
        }
        makeRoom(bytes, bytes);
        Supplier<MemorySegment> source = () -> Arena.ofAuto().allocate(bytes, ALIGNMENT);
        MemorySegment segment = tryFresh(source);
        Grant grant = grant(segment != null ? segment : insist(bytes, source), bytes, null, -1);
        footprint += bytes;
        return grant;
    }

    /// Memory from the JVM, or null: its limit for all direct buffers together may be below the budget.
    private <T> T tryFresh(Supplier<T> source) {
        try {
            return source.get();
        } catch (OutOfMemoryError e) {
            refusal = e;
            return null;
        }
    }

    private <T> T insist(long asked, Supplier<T> source) {
        drop(Long.MAX_VALUE);
        collect(true);
        T memory = tryFresh(source);
        if (memory == null) {
            throw exhausted(asked, refusal);
        }
        return memory;
    }

    private Grant grant(MemorySegment segment, long size, ByteBuffer block, int sizeClass) {
        Lease lease = new Lease(segment.scope(), this, size, block, sizeClass);
        link(lease);
        live += size;
        granted += size;
        return new Grant(segment, lease);
    }

    private void makeRoom(long asked, long size) {
        for (int attempt = 0; size > budget - footprint; attempt++) {
            if (attempt == 2 || size > budget) {
                throw exhausted(asked, null);
            }
            drop(Long.MAX_VALUE);
            collect(true);
        }
    }

    private StorageExhaustedException exhausted(long asked, OutOfMemoryError cause) {
        String remedy = cause == null
                ? "Raise it with -Dcotangent.storage.bytes=... and -XX:MaxDirectMemorySize=..., "
                : "The JVM refused it (" + cause.getMessage() + "): raise -XX:MaxDirectMemorySize=..., ";
        return new StorageExhaustedException(asked, live, budget,
                remedy + "or hold fewer or smaller tensors (checkpoint, smaller batches)", cause);
    }

    private void collect(boolean thoroughly) {
        drop(epoch - IDLE_COLLECTIONS);
        if (thoroughly || !collector.young() || sweep() > lasting + granted / 2) {
            collector.full();
            lasting = sweep();
        }
        epoch++;
        granted = 0;
        allowance = Math.max(live, slack);
    }

    /// Takes back what died; the bytes still alive.
    private long sweep() {
        for (Lease lease = leases.after; lease != leases;) {
            Lease next = lease.after;
            if (lease.refersTo(null)) {
                reclaim(lease);
            }
            lease = next;
        }
        return live;
    }

    private void reclaim(Lease lease) {
        lease.ended = true;
        lease.before.after = lease.after;
        lease.after.before = lease.before;
        if (lease.sizeClass >= 0) {
            live -= lease.bytes;
            free[lease.sizeClass].addLast(new Free(lease.block, epoch));
            lease.block = null;
            return;
        }
        footprint -= lease.bytes;
        if (lease.sizeClass == -1) {
            live -= lease.bytes;
        }
    }

    /// Forgets the free blocks that nobody used since the given epoch; the collector frees their memory.
    private void drop(long until) {
        for (int c = 0; c < free.length; c++) {
            while (!free[c].isEmpty() && free[c].peekFirst().epoch <= until) {
                ByteBuffer block = free[c].pollFirst().block;
                link(new Lease(block, this, SizeClasses.bytes(c), null, -2));
            }
        }
    }

    private void link(Lease lease) {
        lease.before = leases;
        lease.after = leases.after;
        leases.after.before = lease;
        leases.after = lease;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ArrayDeque<Free>[] queues() {
        ArrayDeque[] queues = new ArrayDeque[SizeClasses.COUNT];
        Arrays.setAll(queues, i -> new ArrayDeque<>(0));
        return queues;
    }

    /// Whether a segment over a buffer has a scope of its own that all its slices and views hold; true in JDK 25.
    private static boolean scopesTell() {
        ByteBuffer block = ByteBuffer.allocateDirect(64).slice(8, 32);
        MemorySegment a = MemorySegment.ofBuffer(block);
        MemorySegment b = MemorySegment.ofBuffer(block);
        Object scope = a.scope();
        return a.scope() != b.scope() && a.asSlice(8).scope() == scope && a.asReadOnly().scope() == scope
                && MemorySegment.ofBuffer(a.asByteBuffer().slice()).scope() == scope
                && MemorySegment.ofBuffer(a.asByteBuffer().asFloatBuffer()).scope() == scope;
    }
}
