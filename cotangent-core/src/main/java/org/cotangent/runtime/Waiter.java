package org.cotangent.runtime;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One thread that waits for a condition: it spins for at most 50 microseconds, then parks.
///
/// An interrupt does not end the wait; it is kept for the waiting thread to see afterwards.
final class Waiter {
    private static final long SPIN_NANOS = 50_000;
    private static final int LOOKS_PER_CLOCK = 64;
    private volatile Thread parked;

    void await(BooleanSupplier condition) {
        if (spin(condition)) {
            return;
        }
        boolean interrupted = false;
        parked = Thread.currentThread();
        while (!condition.getAsBoolean()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        parked = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Must follow the write that makes the condition true.
    void wake() {
        Thread t = parked;
        if (t != null) {
            LockSupport.unpark(t);
        }
    }

    private static boolean spin(BooleanSupplier condition) {
        long end = System.nanoTime() + SPIN_NANOS;
        do {
            for (int i = 0; i < LOOKS_PER_CLOCK; i++) {
                if (condition.getAsBoolean()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() < end);
        return false;
    }
}
