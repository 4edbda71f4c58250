package org.cotangent.nn.data;

import java.util.OptionalLong;
import java.util.function.Function;

record Mapped<T, R>(Examples<T> source, Function<? super T, ? extends R> f) implements Examples<R> {
    @Override
    public OptionalLong size() {
        return source.size();
    }

    @Override
    public Cursor<R> open(long epoch, long from) {
        var in = source.open(epoch, from);
        return new Cursor<>() {
            @Override
            public boolean hasNext() {
                return in.hasNext();
            }

            @Override
            public R next() {
                return f.apply(in.next());
            }

            @Override
            public void close() {
                in.close();
            }
        };
    }
}
