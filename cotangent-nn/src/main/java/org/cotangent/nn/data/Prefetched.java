package org.cotangent.nn.data;

import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;

/// Prepared on a thread of its own; a failure there is thrown where the example is asked for.
record Prefetched<T>(Examples<T> source, int ahead) implements Examples<T> {
    private record Item<T>(T example, Throwable failure) {
    }

    @Override
    public OptionalLong size() {
        return source.size();
    }

    @Override
    public Cursor<T> open(long epoch, long from) {
        return new Ahead<>(source.open(epoch, from), ahead);
    }

    private static final class Ahead<T> implements Cursor<T> {
        private final ArrayBlockingQueue<Item<T>> queue;
        private final Thread thread;
        private Item<T> next;

        Ahead(Cursor<T> in, int ahead) {
            queue = new ArrayBlockingQueue<>(Math.max(1, ahead));
            thread = Thread.ofPlatform().daemon().name("cotangent-prefetch").start(() -> fill(in));
        }

        private void fill(Cursor<T> in) {
            try (in) {
                while (in.hasNext()) {
                    queue.put(new Item<>(in.next(), null));
                }
                queue.put(new Item<>(null, null));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }

        private void fail(Throwable e) {
            try {
                queue.put(new Item<>(null, e));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private Item<T> peek() {
            if (next == null) {
                try {
                    next = queue.take();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while waiting for data", e);
                }
            }
            return next;
        }

        @Override
        public boolean hasNext() {
            var item = peek();
            if (item.failure instanceof RuntimeException e) {
                throw e;
            } else if (item.failure instanceof Error e) {
                throw e;
            }
            return item.example != null;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var out = next.example;
            next = null;
            return out;
        }

        @Override
        public void close() {
            thread.interrupt();
            queue.clear();
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
