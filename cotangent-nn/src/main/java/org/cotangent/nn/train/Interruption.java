package org.cotangent.nn.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether the user has asked to stop (Ctrl-C, SIGTERM): the JVM then waits until the run has saved itself.
public final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hold, "cotangent-interrupt");

    /// From now on until [#close].
    public static Interruption watch() {
        var out = new Interruption();
        Runtime.getRuntime().addShutdownHook(out.hook);
        return out;
    }

    /// Whether the run is to end.
    public boolean isAsked() {
        return asked.get() || Thread.currentThread().isInterrupted();
    }

    private void hold() {
        asked.set(true);
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("cotangent: the step did not end in " + PATIENCE_SECONDS
                        + " s; the last checkpoint stands");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the JVM end.
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is ending already.
        }
    }
}
