package org.cotangent.nn.data;

import java.util.NoSuchElementException;
import java.util.OptionalLong;

record First<T>(Examples<T> source, long n) implements Examples<T> {
    @Override
    public OptionalLong size() {
        var all = source.size();
        return all.isPresent() ? OptionalLong.of(Math.min(n, all.getAsLong())) : all;
    }

    @Override
    public Cursor<T> open(long epoch, long from) {
        var in = source.open(epoch, from);
        return new Cursor<>() {
            private long left = n - from;

            @Override
            public boolean hasNext() {
                return left > 0 && in.hasNext();
            }

            @Override
            public T next() {
                if (left <= 0) {
                    throw new NoSuchElementException();
                }
                left--;
                return in.next();
            }

            @Override
            public void close() {
                in.close();
            }
        };
    }
}
