package org.cotangent.runtime;

/// How a range of independent work is shared between threads; the worker pool is one, [#SERIAL] is the other.
public interface Split {
    /// A part of the range, done by one thread.
    @FunctionalInterface
    interface Part {
        /// Does the indices `from` (inclusive) to `to` (exclusive).
        void run(long from, long to);
    }

    /// Everything on the calling thread, in one part.
    Split SERIAL = new Split() {
        @Override
        public void run(long from, long to, long grain, Part part) {
            if (from < to) {
                part.run(from, to);
            }
        }

        @Override
        public int width() {
            return 1;
        }
    };

    /// Runs `part` over disjoint pieces that cover [from, to) and returns when all are done; what one throws is thrown.
    ///
    /// Every piece but the last holds a multiple of `grain` indices and begins at `from` plus a multiple of it.
    void run(long from, long to, long grain, Part part);

    /// How many threads take part at most; the caller is one of them.
    int width();
}
