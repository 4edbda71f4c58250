package org.cotangent.op;

import java.util.Arrays;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The plain meaning of a convolution: for every element of the result one sum over channels and window, in this order.
///
/// Products and sums are fused multiply-adds, as in [Dot]. What lies outside x counts as 0, what lies between its
/// spaced elements not at all.
final class ReferenceConv {
    private static final long HOLE = -1;
    private static final long OUTSIDE = -2;

    private final Conv conv;
    private final Concrete x;
    private final Concrete w;
    private final TensorType type;
    private final int rank;
    private final long[] xStrides;
    private final long[] wStrides;

    private ReferenceConv(Conv conv, Concrete x, Concrete w, TensorType type) {
        this.conv = conv;
        this.x = x;
        this.w = w;
        this.type = type;
        this.rank = x.rank() - 2;
        this.xStrides = x.shape().strides();
        this.wStrides = w.shape().strides();
    }

    static Concrete evaluate(Conv conv, Concrete x, Concrete w, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var run = new ReferenceConv(conv, x, w, type);
        var index = new long[type.rank()];
        for (long i = 0; i < out.count(); i++) {
            run.element(index, out, i);
            next(index, type.shape().sizes());
        }
        return Concrete.of(type, out);
    }

    private static void next(long[] index, long[] sizes) {
        for (int a = sizes.length - 1; a >= 0; a--) {
            if (++index[a] < sizes[a]) {
                return;
            }
            index[a] = 0;
        }
    }

    private void element(long[] index, Storage out, long at) {
        long channels = w.size(1);
        long group = index[1] / (w.size(0) / conv.groups());
        long[] window = new long[rank];
        long[] sizes = Arrays.copyOfRange(w.shape().sizes(), 2, rank + 2);
        long count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        var sum = new Accumulator(type.dtype());
        for (long c = 0; c < channels; c++) {
            for (long k = 0; k < count; k++) {
                long p = place(index, window);
                long q = index[1] * wStrides[0] + c * wStrides[1] + k;
                if (p >= 0) {
                    sum.add(x, index[0] * xStrides[0] + (group * channels + c) * xStrides[1] + p, w, q);
                } else if (p == OUTSIDE) {
                    sum.add(w.getDouble(q));
                }
                next(window, sizes);
            }
        }
        sum.write(out, at);
    }

    /// Where in a channel of x the window's element lies, or in a hole between spaced elements, or outside.
    private long place(long[] index, long[] window) {
        long at = 0;
        boolean outside = false;
        for (int a = 0; a < rank; a++) {
            long i = index[a + 2] * conv.stride().get(a) + window[a] * conv.rhsDilation().get(a) - conv.low().get(a);
            long step = conv.lhsDilation().get(a);
            if (Math.floorMod(i, step) != 0) {
                return HOLE;
            }
            outside |= i < 0 || i / step >= x.size(a + 2);
            at += i / step * xStrides[a + 2];
        }
        return outside ? OUTSIDE : at;
    }

    /// A sum of products in the dtype.
    private static final class Accumulator {
        private final DType dtype;
        private double sum;
        private long whole;

        Accumulator(DType dtype) {
            this.dtype = dtype;
        }

        void add(Concrete x, long p, Concrete y, long q) {
            switch (dtype) {
                case FLOAT32 -> sum = Math.fma((float) x.getDouble(p), (float) y.getDouble(q), (float) sum);
                case FLOAT64 -> sum = Math.fma(x.getDouble(p), y.getDouble(q), sum);
                default -> whole += x.getLong(p) * y.getLong(q);
            }
        }

        /// Zero times a number, which is NaN for an infinity.
        void add(double y) {
            sum += dtype.isFloat() ? 0 * y : 0;
        }

        void write(Storage out, long at) {
            if (dtype.isInt()) {
                Elements.setLong(dtype, out, at, whole);
            } else {
                Elements.setDouble(dtype, out, at, sum);
            }
        }
    }
}
