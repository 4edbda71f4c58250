package org.cotangent.nn.data;

/// Examples in another order, always the same.
record Fixed<T>(Indexed<T> source, int[] places) implements Indexed<T> {
    @Override
    public long count() {
        return places.length;
    }

    @Override
    public T get(long i) {
        return source.get(places[Math.toIntExact(i)]);
    }

    @Override
    public T gather(long[] at) {
        var there = new long[at.length];
        for (int i = 0; i < at.length; i++) {
            there[i] = places[Math.toIntExact(at[i])];
        }
        return source.gather(there);
    }
}
