package org.cotangent.op;

import org.cotangent.core.Shape;

/// A tensor seen as `[outer, n, inner]`: lines of `n` elements along one axis, whose elements lie `inner` apart.
record Lines(long outer, long n, long inner) {
    static Lines of(Shape shape, int axis) {
        var sizes = shape.sizes();
        long outer = 1;
        long inner = 1;
        for (int a = 0; a < sizes.length; a++) {
            outer = a < axis ? Math.multiplyExact(outer, sizes[a]) : outer;
            inner = a > axis ? Math.multiplyExact(inner, sizes[a]) : inner;
        }
        return new Lines(outer, sizes[axis], inner);
    }

    /// Number of lines.
    long count() {
        return n == 0 ? 0 : Math.multiplyExact(outer, inner);
    }

    /// Where line `i` begins.
    long start(long i) {
        return i / inner * n * inner + i % inner;
    }

    /// Element `k` of line `i`, or of the same line backwards.
    long at(long i, long k, boolean reverse) {
        return start(i) + (reverse ? n - 1 - k : k) * inner;
    }
}
