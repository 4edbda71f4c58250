package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Objects;

record Range<T>(Indexed<T> source, long from, long to) implements Indexed<T> {
    Range {
        Objects.checkFromToIndex(from, to, source.count());
    }

    @Override
    public long count() {
        return to - from;
    }

    @Override
    public T get(long i) {
        return source.get(from + Objects.checkIndex(i, count()));
    }

    @Override
    public T gather(long[] places) {
        return source.gather(Arrays.stream(places).map(p -> from + Objects.checkIndex(p, count())).toArray());
    }
}
