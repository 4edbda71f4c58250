package org.cotangent.core;

import java.util.Arrays;
import java.util.StringJoiner;

/// The sizes of a tensor's axes; rank 0 is a scalar, a size may be 0, and the product is exact.
public final class Shape {
    /// The shape of a scalar.
    public static final Shape SCALAR = new Shape(new long[0], 1);

    private final long[] sizes;
    private final long count;

    private Shape(long[] sizes, long count) {
        this.sizes = sizes;
        this.count = count;
    }

    /// A shape with the given sizes, outermost first.
    public static Shape of(long... sizes) {
        if (sizes.length == 0) {
            return SCALAR;
        }
        return new Shape(sizes.clone(), product(sizes));
    }

    private static long product(long[] sizes) {
        long count = 1;
        boolean empty = false;
        for (long s : sizes) {
            if (s < 0) {
                throw new ShapeException("make a shape", Arrays.toString(sizes), "sizes are 0 or more");
            }
            empty |= s == 0;
        }
        if (empty) {
            return 0;
        }
        for (long s : sizes) {
            try {
                count = Math.multiplyExact(count, s);
            } catch (ArithmeticException e) {
                throw new ShapeException("make a shape", Arrays.toString(sizes),
                        "the number of elements must fit 63 bits");
            }
        }
        return count;
    }

    /// Number of axes.
    public int rank() {
        return sizes.length;
    }

    /// Size of an axis; negative axes count from the end.
    public long size(int axis) {
        return sizes[axis(axis)];
    }

    /// Number of elements.
    public long count() {
        return count;
    }

    /// A copy of the sizes.
    public long[] sizes() {
        return sizes.clone();
    }

    /// The axis as a number from 0 on; negative axes count from the end.
    public int axis(int axis) {
        int a = axis < 0 ? axis + sizes.length : axis;
        if (a < 0 || a >= sizes.length) {
            throw new ShapeException("take axis " + axis, "a tensor of shape " + this + ", rank " + rank(),
                    sizes.length == 0 ? "a scalar has no axis" : "use an axis from " + -rank() + " to " + (rank() - 1));
        }
        return a;
    }

    /// Row-major strides, in elements.
    public long[] strides() {
        var strides = new long[sizes.length];
        long s = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = s;
            s *= Math.max(1, sizes[i]);
        }
        return strides;
    }

    /// This shape with `size` put in before `axis` (0 to rank).
    public Shape insert(int axis, long size) {
        var out = new long[sizes.length + 1];
        System.arraycopy(sizes, 0, out, 0, axis);
        out[axis] = size;
        System.arraycopy(sizes, axis, out, axis + 1, sizes.length - axis);
        return of(out);
    }

    /// This shape without `axis`.
    public Shape remove(int axis) {
        int a = axis(axis);
        var out = new long[sizes.length - 1];
        System.arraycopy(sizes, 0, out, 0, a);
        System.arraycopy(sizes, a + 1, out, a, sizes.length - a - 1);
        return of(out);
    }

    /// This shape with another size at `axis`.
    public Shape with(int axis, long size) {
        var out = sizes.clone();
        out[axis(axis)] = size;
        return of(out);
    }

    /// The common shape under NumPy's broadcasting, or null if the two do not fit.
    public static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        var out = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long x = i <= a.rank() ? a.sizes[a.rank() - i] : 1;
            long y = i <= b.rank() ? b.sizes[b.rank() - i] : 1;
            if (x != y && x != 1 && y != 1) {
                return null;
            }
            out[rank - i] = x == 1 ? y : x;
        }
        return of(out);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(sizes, s.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /// Such as `[3,2]`; a scalar is `[]`.
    @Override
    public String toString() {
        var j = new StringJoiner(",", "[", "]");
        for (long s : sizes) {
            j.add(Long.toString(s));
        }
        return j.toString();
    }
}
