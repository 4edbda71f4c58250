package org.cotangent.codegen;

/// How a loop of independent pieces is spread over threads; the runtime's worker pool is one, [#SERIAL] another.
@FunctionalInterface
public interface Split {
    /// Everything on the calling thread.
    Split SERIAL = (count, grain, body) -> {
        if (count > 0) {
            body.run(0, count);
        }
    };

    /// Calls `body` on ranges that together cover 0 to `count`, each of at least `grain` where possible, and waits for
    /// all.
    void run(long count, long grain, Range body);

    /// Work on a range of pieces.
    @FunctionalInterface
    interface Range {
        /// Serves pieces `from` to `to`.
        void run(long from, long to);
    }
}
