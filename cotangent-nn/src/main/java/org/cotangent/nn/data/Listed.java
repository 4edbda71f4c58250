package org.cotangent.nn.data;

import java.util.List;

record Listed<T>(List<T> list) implements Indexed<T> {
    @Override
    public long count() {
        return list.size();
    }

    @Override
    public T get(long i) {
        return list.get(Math.toIntExact(i));
    }
}
