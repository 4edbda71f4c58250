package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// Draws the next example from a window that is filled from the source.
record Mixed<T>(Examples<T> source, long seed, int window) implements Examples<T> {
    @Override
    public OptionalLong size() {
        return source.size();
    }

    @Override
    public Cursor<T> open(long epoch, long from) {
        var in = source.open(epoch, 0);
        var random = new SplittableRandom(seed * 31 + epoch);
        var waiting = new ArrayList<T>();
        var out = new Cursor<T>() {
            @Override
            public boolean hasNext() {
                return !waiting.isEmpty() || in.hasNext();
            }

            @Override
            public T next() {
                while (waiting.size() < window && in.hasNext()) {
                    waiting.add(in.next());
                }
                int at = random.nextInt(Math.max(1, waiting.size()));
                var taken = waiting.get(at);
                var last = waiting.removeLast();
                if (at < waiting.size()) {
                    waiting.set(at, last);
                }
                return taken;
            }

            @Override
            public void close() {
                in.close();
            }
        };
        for (long i = 0; i < from && out.hasNext(); i++) {
            out.next();
        }
        return out;
    }
}
