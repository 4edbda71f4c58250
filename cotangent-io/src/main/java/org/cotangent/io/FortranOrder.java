package org.cotangent.io;

import org.cotangent.core.Shape;

/// Walks a shape with its first axis fastest and gives the places in row-major order.
final class FortranOrder {
    private final long[] sizes;
    private final long[] strides;
    private final long[] index;
    private long place;

    FortranOrder(Shape shape) {
        sizes = shape.sizes();
        strides = shape.strides();
        index = new long[sizes.length];
    }

    /// The place of the next element.
    long next() {
        long at = place;
        for (int a = 0; a < sizes.length; a++) {
            place += strides[a];
            if (++index[a] < sizes[a]) {
                break;
            }
            place -= strides[a] * sizes[a];
            index[a] = 0;
        }
        return at;
    }
}
