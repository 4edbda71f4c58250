package org.cotangent.runtime;

import java.util.concurrent.atomic.AtomicReference;
import org.cotangent.storage.Device;

/// The process's pool of daemon threads for loops over ranges: one thread a processor, the caller included
/// (`-Dcotangent.threads=N` asks for another number; 1 runs everything on the caller). Several devices share them.
///
/// One call at a time has the pool. A call from within a task, or while another thread has the pool, runs on its own
/// thread, so nothing ever waits for a turn. Helpers see no scoped values of the caller.
public final class Workers {
    private static final class Shared {
        static final Workers[] POOLS = new Workers[Device.COUNT];

        static {
            int all = threadsFrom(System.getProperty("cotangent.threads"));
            java.util.Arrays.setAll(POOLS, _ -> new Workers(Math.max(1, all / POOLS.length)));
        }

        /// That of the device for which this thread computes.
        static Workers pool() {
            return Device.COUNT > 1 && Device.CURRENT.isBound() ? POOLS[Device.CURRENT.get().index()] : POOLS[0];
        }
    }

    private final Waiter[] helpers;
    private final AtomicReference<RangeJob> current = new AtomicReference<>();
    private boolean started;

    Workers(int threads) {
        helpers = new Waiter[threads - 1];
        java.util.Arrays.setAll(helpers, _ -> new Waiter());
    }

    /// Runs a task over all indices from `from` to `to` (exclusive) and returns when all are done.
    ///
    /// The range is cut at multiples of `grain` only; below two grains the task runs at once on the caller.
    /// What the first failing piece throws is thrown here, with what others threw as suppressed; pieces that were not
    /// begun by then are left out.
    ///
    /// @throws IllegalArgumentException when the grain is not positive
    public static void run(long from, long to, long grain, RangeTask task) {
        if (to - from < 2 * grain) {
            if (from < to) {
                task.run(from, to);
            }
            return;
        }
        Shared.pool().split(from, to, grain, task);
    }

    /// Threads that take part in a call, the caller included.
    public static int threads() {
        return Shared.pool().helpers.length + 1;
    }

    void split(long from, long to, long grain, RangeTask task) {
        if (grain <= 0) {
            throw new IllegalArgumentException("the grain must be positive, not " + grain);
        }
        if (from >= to) {
            return;
        }
        if (helpers.length == 0 || current.get() != null) {
            task.run(from, to);
            return;
        }
        RangeJob job = new RangeJob(from, to, grain, helpers.length + 1, task);
        if (!current.compareAndSet(null, job)) {
            task.run(from, to);
            return;
        }
        lead(job);
    }

    private void lead(RangeJob job) {
        try {
            start();
            for (int i = 0; i < helpers.length && i < job.pieces() - 1; i++) {
                helpers[i].wake();
            }
            job.work();
            job.caller.await(job::done);
        } finally {
            current.set(null);
        }
        job.rethrow();
    }

    private void start() {
        if (!started) {
            started = true;
            for (int i = 0; i < helpers.length; i++) {
                Waiter waiter = helpers[i];
                Thread.ofPlatform().daemon().name("cotangent-worker-" + (i + 1)).start(() -> help(waiter));
            }
        }
    }

    private void help(Waiter waiter) {
        while (true) {
            waiter.await(this::hasWork);
            Thread.interrupted();
            RangeJob job = current.get();
            if (job != null) {
                job.work();
            }
        }
    }

    private boolean hasWork() {
        RangeJob job = current.get();
        return job != null && !job.exhausted();
    }

    static int threadsFrom(String property) {
        if (property == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int n = Integer.parseInt(property.strip());
            if (n >= 1 && n <= 4096) {
                return n;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-Dcotangent.threads=" + property + " is no number of threads", e);
        }
        throw new IllegalArgumentException("-Dcotangent.threads=" + property + " is not between 1 and 4096");
    }
}
