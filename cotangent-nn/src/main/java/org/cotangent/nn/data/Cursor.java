package org.cotangent.nn.data;

import java.util.Iterator;

/// One run through examples; closing it ends what it started (threads, open files). Used by one thread.
public interface Cursor<T> extends Iterator<T>, AutoCloseable {
    @Override
    default void close() {
    }

    /// A cursor over an iterator that has nothing to close.
    static <T> Cursor<T> of(Iterator<T> iterator) {
        return new Cursor<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public T next() {
                return iterator.next();
            }
        };
    }
}
