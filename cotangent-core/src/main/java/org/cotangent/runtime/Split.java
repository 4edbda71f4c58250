package org.cotangent.runtime;

/// How a range of independent work is shared between threads; [#WORKERS] or [#SERIAL].
public interface Split {
    /// Everything on the calling thread, in one part.
    Split SERIAL = new Split() {
        @Override
        public void run(long from, long to, long grain, RangeTask part) {
            if (from < to) {
                part.run(from, to);
            }
        }

        @Override
        public int width() {
            return 1;
        }
    };

    /// The threads of [Workers].
    Split WORKERS = new Split() {
        @Override
        public void run(long from, long to, long grain, RangeTask part) {
            Workers.run(from, to, grain, part);
        }

        @Override
        public int width() {
            return Workers.threads();
        }
    };

    /// Runs `part` over disjoint pieces that cover [from, to) and returns when all are done; what one throws is thrown.
    ///
    /// Pieces are cut at multiples of `grain`; one may be longer, even the whole range.
    void run(long from, long to, long grain, RangeTask part);

    /// How many threads take part at most; the caller is one of them.
    int width();
}
