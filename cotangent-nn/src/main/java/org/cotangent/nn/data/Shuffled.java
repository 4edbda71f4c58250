package org.cotangent.nn.data;

/// Drawn anew for each epoch; the order of the last epoch asked for is kept.
final class Shuffled<T> implements Indexed<T> {
    private record Order(long epoch, int[] places) {
    }

    private final Indexed<T> source;
    private final long seed;
    private volatile Order order;

    Shuffled(Indexed<T> source, long seed) {
        this.source = source;
        this.seed = seed;
    }

    @Override
    public long count() {
        return source.count();
    }

    @Override
    public T get(long i) {
        return source.get(i);
    }

    @Override
    public T gather(long[] places) {
        return source.gather(places);
    }

    @Override
    public long place(long epoch, long i) {
        var o = order;
        if (o == null || o.epoch != epoch) {
            o = new Order(epoch, Permutation.of(source.count(), seed, epoch));
            order = o;
        }
        return source.place(epoch, o.places[Math.toIntExact(i)]);
    }
}
