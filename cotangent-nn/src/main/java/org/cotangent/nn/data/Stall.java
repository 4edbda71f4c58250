package org.cotangent.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Closes a stream from which nothing has come for too long, so that whoever reads it goes on.
final class Stall implements AutoCloseable {
    private final InputStream stream;
    private final long patience;
    private final Thread watch;
    private volatile long last = System.nanoTime();
    private volatile boolean ended;

    Stall(InputStream stream, Duration patience) {
        this.stream = stream;
        this.patience = patience.toNanos();
        watch = Thread.ofVirtual().name("cotangent-stall").start(this::look);
    }

    void moved() {
        last = System.nanoTime();
    }

    private void look() {
        try {
            while (!ended) {
                long left = patience - (System.nanoTime() - last);
                if (left <= 0) {
                    stream.close();
                    return;
                }
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended = true;
        watch.interrupt();
    }
}
