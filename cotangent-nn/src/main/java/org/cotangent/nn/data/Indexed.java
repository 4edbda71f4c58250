package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.cotangent.core.ShapeException;

/// Examples that can be taken by index, in any order.
public interface Indexed<T> extends Examples<T> {
    /// How many there are.
    long count();

    /// Example `i` of `count()`.
    T get(long i);

    /// The examples at the given places as one structure with a new leading axis.
    default T gather(long[] places) {
        var all = new ArrayList<T>(places.length);
        for (long p : places) {
            all.add(get(p));
        }
        return Batched.stack(all);
    }

    /// The place of the `i`-th example in an epoch.
    default long place(long epoch, long i) {
        return i;
    }

    @Override
    default OptionalLong size() {
        return OptionalLong.of(count());
    }

    @Override
    default Cursor<T> open(long epoch, long from) {
        return Cursor.of(new Iterator<>() {
            private long i = from;

            @Override
            public boolean hasNext() {
                return i < count();
            }

            @Override
            public T next() {
                if (i >= count()) {
                    throw new java.util.NoSuchElementException();
                }
                return get(place(epoch, i++));
            }
        });
    }

    /// All examples in an order that is drawn anew for each epoch from `seed`.
    default Indexed<T> shuffled(long seed) {
        return new Shuffled<>(this, seed);
    }

    /// The examples from place `from` to before `to`.
    default Indexed<T> range(long from, long to) {
        return new Range<>(this, from, to);
    }

    /// Parts whose sizes have the given ratios, drawn with `seed`: `split(0, 0.8, 0.2)` for training and test.
    default List<Indexed<T>> split(long seed, double... ratios) {
        double sum = 0;
        for (double r : ratios) {
            if (!(r > 0)) {
                throw new ShapeException("split " + count() + " examples", "a part of " + r,
                        "give positive ratios, such as split(seed, 0.8, 0.2)");
            }
            sum += r;
        }
        var mixed = new Fixed<>(this, Permutation.of(count(), seed, 0));
        var parts = new ArrayList<Indexed<T>>();
        double upTo = 0;
        long from = 0;
        for (double r : ratios) {
            upTo += r / sum;
            long to = parts.size() == ratios.length - 1 ? count() : Math.round(upTo * count());
            parts.add(mixed.range(from, to));
            from = to;
        }
        return parts;
    }
}
