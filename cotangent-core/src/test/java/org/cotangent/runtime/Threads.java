package org.cotangent.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/// A split over threads of the common pool that hands out one grain at a time; for tests.
record Threads(int width) implements Split {
    static Split two() {
        return new Threads(2);
    }

    @Override
    public void run(long from, long to, long grain, RangeTask part) {
        AtomicLong next = new AtomicLong(from);
        Runnable body = () -> {
            for (long s = next.getAndAdd(grain); s < to; s = next.getAndAdd(grain)) {
                part.run(s, Math.min(to, s + grain));
            }
        };
        var others = new CompletableFuture<?>[width - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = CompletableFuture.runAsync(body);
        }
        body.run();
        try {
            CompletableFuture.allOf(others).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
