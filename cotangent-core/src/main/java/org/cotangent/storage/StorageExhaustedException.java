package org.cotangent.storage;

/// Memory that was asked for and cannot be had, even after a collection; nothing was allocated.
public final class StorageExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long asked;
    private final long live;
    private final long budget;

    StorageExhaustedException(long asked, long live, long budget, String remedy, Throwable cause) {
        super("asked for " + bytes(asked) + " of tensor memory, but " + bytes(live) + " are in use of a budget of "
                + bytes(budget) + ". " + remedy, cause);
        this.asked = asked;
        this.live = live;
        this.budget = budget;
    }

    /// One made in advance, without numbers and without a stack, for when there is no memory for another.
    StorageExhaustedException(String message, long budget) {
        super(message, null, false, false);
        this.asked = 0;
        this.live = 0;
        this.budget = budget;
    }

    /// Bytes that were asked for; `Long.MAX_VALUE` when the number does not fit a long.
    public long asked() {
        return asked;
    }

    /// Bytes that reachable tensors held off the heap at that moment.
    public long live() {
        return live;
    }

    /// Bytes that tensors may hold off the heap.
    public long budget() {
        return budget;
    }

    private static String bytes(long n) {
        if (n == Long.MAX_VALUE) {
            return "more than 2^63 bytes";
        }
        return n < 1 << 20 ? n + " bytes" : "%d bytes (%.1f MiB)".formatted(n, n / (double) (1 << 20));
    }
}
