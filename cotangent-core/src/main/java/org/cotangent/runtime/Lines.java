package org.cotangent.runtime;

import org.cotangent.core.Concrete;
import org.cotangent.core.Shape;
import org.cotangent.storage.Storage;

/// A tensor seen as `[outer, n, inner]`: lines along one axis, each read into an array of doubles or longs.
record Lines(long outer, long n, long inner) {
    static Lines of(Shape shape, int axis) {
        long n = shape.size(axis);
        long inner = 1;
        for (int a = axis + 1; a < shape.rank(); a++) {
            inner *= shape.size(a);
        }
        return new Lines(n == 0 || inner == 0 ? 0 : shape.count() / n / inner, n, inner);
    }

    /// Number of lines.
    long count() {
        return outer * inner;
    }

    /// Where line `i` begins.
    long start(long i) {
        return inner == 1 ? i * n : i / inner * n * inner + i % inner;
    }

    /// The line as doubles, into `to`.
    void read(Concrete x, long i, double[] to) {
        long at = start(i);
        switch (x.storage().base()) {
            case double[] a -> {
                int p = (int) (x.storage().baseOffset() + at);
                for (int k = 0; k < n; k++, p += (int) inner) {
                    to[k] = a[p];
                }
            }
            case float[] a -> {
                int p = (int) (x.storage().baseOffset() + at);
                for (int k = 0; k < n; k++, p += (int) inner) {
                    to[k] = a[p];
                }
            }
            case null, default -> {
                for (int k = 0; k < n; k++) {
                    to[k] = x.getDouble(at + k * inner);
                }
            }
        }
    }

    /// Neighbouring elements as doubles, into `to`.
    static void row(Concrete x, long at, int count, double[] to) {
        int p = (int) (x.storage().baseOffset() + at);
        switch (x.storage().base()) {
            case double[] a -> System.arraycopy(a, p, to, 0, count);
            case float[] a -> {
                for (int c = 0; c < count; c++) {
                    to[c] = a[p + c];
                }
            }
            case null, default -> {
                for (int c = 0; c < count; c++) {
                    to[c] = x.getDouble(at + c);
                }
            }
        }
    }

    /// The line as longs, into `to`.
    void read(Concrete x, long i, long[] to) {
        long at = start(i);
        for (int k = 0; k < n; k++) {
            to[k] = x.getLong(at + k * inner);
        }
    }

    /// Line `i` of `out`, of which this is the view, made of the elements `order` of a line of `in`, of which `from`
    /// is the view.
    void write(Storage out, long i, Storage in, Lines from, int[] order, int count) {
        long at = start(i);
        long start = from.start(i);
        for (int k = 0; k < count; k++, at += inner) {
            long source = start + order[k] * from.inner;
            switch (out.cell()) {
                case F64 -> out.setDouble(at, in.getDouble(source));
                case F32 -> out.setFloat(at, in.getFloat(source));
                case I64 -> out.setLong(at, in.getLong(source));
                case I32 -> out.setInt(at, in.getInt(source));
                case I16 -> out.setShort(at, in.getShort(source));
                case I8 -> out.setByte(at, in.getByte(source));
            }
        }
    }
}
