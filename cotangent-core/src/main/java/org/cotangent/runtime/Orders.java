package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Sort;
import org.cotangent.op.TopK;
import org.cotangent.storage.Storage;

/// Sorts, largest elements and their indices, line by line on all threads.
final class Orders {
    private static final int PIECE = 1 << 14;
    private static final int TILE = 256;
    /// So many largest elements are kept in order while the line is read; more are found by a sort.
    private static final int FEW = 16;

    private Orders() {
    }

    static List<Concrete> sort(Sort op, List<Concrete> operands, List<TensorType> types) {
        var lines = Lines.of(types.getFirst().shape(), op.axis());
        int n = Math.toIntExact(lines.n());
        var out = new ArrayList<Concrete>();
        types.forEach(t -> out.add(Concrete.of(t, Storage.allocate(t.dtype().cell(), t.shape().count()))));
        Workers.run(0, lines.count(), Math.max(1, PIECE / Math.max(1, n)), (from, to) -> {
            var sort = new LineSort(n);
            var keys = new Keys(n);
            for (long i = from; i < to; i++) {
                sort.begin(n);
                for (int k = op.keys() - 1; k >= 0; k--) {
                    keys.sort(sort, operands.get(k), lines, i, op.descending(), false);
                }
                for (int j = 0; j < out.size(); j++) {
                    lines.write(out.get(j).storage(), i, operands.get(j).storage(), lines, sort.order(), n);
                }
            }
        });
        return out;
    }

    /// Room for the keys of one line.
    private record Keys(double[] numbers, long[] whole) {
        Keys(int n) {
            this(new double[n], new long[n]);
        }

        void sort(LineSort sort, Concrete key, Lines lines, long i, boolean descending, boolean nanFirst) {
            if (key.dtype() == DType.INT64) {
                lines.read(key, i, whole);
                sort.by(whole, whole.length, descending);
            } else {
                lines.read(key, i, numbers);
                sort.by(numbers, numbers.length, descending, nanFirst);
            }
        }
    }

    static List<Concrete> topK(TopK op, Concrete x, List<TensorType> types) {
        var lines = Lines.of(x.shape(), op.axis());
        var to = new Lines(lines.outer(), op.k(), lines.inner());
        int n = Math.toIntExact(lines.n());
        int k = Math.toIntExact(op.k());
        var values = Storage.allocate(x.dtype().cell(), types.get(0).shape().count());
        var indices = Storage.allocate(DType.INT64.cell(), values.count());
        Workers.run(0, k == 0 ? 0 : lines.count(), Math.max(1, PIECE / Math.max(1, n)), (first, last) -> {
            var sort = new LineSort(n);
            var keys = new Keys(n);
            for (long i = first; i < last; i++) {
                if (k <= FEW && x.dtype() != DType.INT64) {
                    lines.read(x, i, keys.numbers());
                    sort.first(keys.numbers(), n, k, op.largest());
                } else {
                    sort.begin(n);
                    keys.sort(sort, x, lines, i, op.largest(), true);
                }
                to.write(values, i, x.storage(), lines, sort.order(), k);
                for (int j = 0; j < k; j++) {
                    indices.setLong(to.start(i) + j * to.inner(), sort.order()[j]);
                }
            }
        });
        return List.of(Concrete.of(types.get(0), values), Concrete.of(types.get(1), indices));
    }

    static Concrete arg(ArgReduce op, Concrete x, TensorType type) {
        var lines = Lines.of(x.shape(), op.axis());
        int n = Math.toIntExact(lines.n());
        boolean largest = op.kind() == ArgReduce.Kind.MAX;
        var out = Storage.allocate(DType.INT64.cell(), type.shape().count());
        if (lines.inner() > 1 && x.dtype() != DType.INT64) {
            columns(lines, x, largest, out);
            return Concrete.of(type, out);
        }
        Workers.run(0, out.count(), Math.max(1, PIECE / n), (from, to) -> {
            var keys = new Keys(n);
            for (long i = from; i < to; i++) {
                if (x.dtype() == DType.INT64) {
                    lines.read(x, i, keys.whole());
                    out.setLong(i, place(keys.whole(), largest));
                } else {
                    lines.read(x, i, keys.numbers());
                    out.setLong(i, place(keys.numbers(), largest));
                }
            }
        });
        return Concrete.of(type, out);
    }

    /// Lines side by side are read row by row.
    private static void columns(Lines lines, Concrete x, boolean largest, Storage out) {
        long tiles = Math.ceilDiv(lines.inner(), (long) TILE);
        Workers.run(0, lines.outer() * tiles, Math.max(1, PIECE / TILE / lines.n()), (from, to) -> {
            var best = new double[TILE];
            var row = new double[TILE];
            var place = new long[TILE];
            for (long t = from; t < to; t++) {
                long column = t % tiles * TILE;
                int width = (int) Math.min(TILE, lines.inner() - column);
                Lines.row(x, t / tiles * lines.n() * lines.inner() + column, width, best);
                Arrays.fill(place, 0);
                for (long k = 1; k < lines.n(); k++) {
                    Lines.row(x, (t / tiles * lines.n() + k) * lines.inner() + column, width, row);
                    compare(best, row, place, k, width, largest);
                }
                out.copyFromArray(t / tiles * lines.inner() + column, place, 0, width);
            }
        });
    }

    private static void compare(double[] best, double[] row, long[] place, long k, int width, boolean largest) {
        for (int c = 0; c < width; c++) {
            double b = best[c];
            double r = row[c];
            boolean beats = largest ? r > b : r < b;
            if (b == b && (beats || r != r)) {
                best[c] = r;
                place[c] = k;
            }
        }
    }

    private static int place(long[] line, boolean largest) {
        int best = 0;
        for (int k = 1; k < line.length; k++) {
            best = largest ? line[k] > line[best] ? k : best : line[k] < line[best] ? k : best;
        }
        return best;
    }

    private static int place(double[] line, boolean largest) {
        int best = 0;
        for (int k = 0; k < line.length; k++) {
            if (line[k] != line[k]) {
                return k;
            }
            best = largest ? line[k] > line[best] ? k : best : line[k] < line[best] ? k : best;
        }
        return best;
    }
}
