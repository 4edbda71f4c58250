package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;

record Batched<T>(Examples<T> source, int batch, boolean whole) implements Examples<T> {
    Batched {
        if (batch < 1) {
            throw new ShapeException("make batches", batch + " examples in each", "give a positive number");
        }
    }

    @Override
    public OptionalLong size() {
        var n = source.size();
        return n.isEmpty() ? n : OptionalLong.of(whole ? n.getAsLong() / batch : Math.ceilDiv(n.getAsLong(), batch));
    }

    @Override
    public Cursor<T> open(long epoch, long from) {
        long start = Math.multiplyExact(from, batch);
        return source instanceof Indexed<T> indexed ? gathering(indexed, epoch, start) : stacking(epoch, start);
    }

    private Cursor<T> gathering(Indexed<T> indexed, long epoch, long start) {
        return Cursor.of(new java.util.Iterator<>() {
            private long at = start;

            @Override
            public boolean hasNext() {
                return at + (whole ? batch : 1) <= indexed.count();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var places = new long[(int) Math.min(batch, indexed.count() - at)];
                for (int i = 0; i < places.length; i++) {
                    places[i] = indexed.place(epoch, at + i);
                }
                at += places.length;
                return indexed.gather(places);
            }
        });
    }

    private Cursor<T> stacking(long epoch, long start) {
        var in = source.open(epoch, start);
        return new Cursor<>() {
            private List<T> next = read();

            private List<T> read() {
                var some = new ArrayList<T>();
                while (some.size() < batch && in.hasNext()) {
                    some.add(in.next());
                }
                return some.isEmpty() || whole && some.size() < batch ? null : some;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public T next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                var out = stack(next);
                next = read();
                return out;
            }

            @Override
            public void close() {
                in.close();
            }
        };
    }

    /// Structures of one form as one structure with a new leading axis.
    @SuppressWarnings("unchecked")
    static <T> T stack(List<T> examples) {
        Structure structure = null;
        var leaves = new ArrayList<List<Tensor>>();
        for (var e : examples) {
            var flat = new ArrayList<Tensor>();
            var here = Structure.of(e, flat);
            if (structure != null && !here.equals(structure)) {
                throw new StructureException("make a batch", here + " beside " + structure,
                        "give examples of one structure");
            }
            structure = here;
            leaves.add(flat);
        }
        return (T) structure.build(IntStream.range(0, leaves.getFirst().size())
                .mapToObj(i -> Ops.stack(leaves.stream().map(l -> l.get(i)).toList(), 0)).toList());
    }
}
