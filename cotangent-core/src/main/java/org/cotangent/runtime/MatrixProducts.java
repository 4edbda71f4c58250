package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.op.Dot;
import org.cotangent.op.Permute;
import org.cotangent.storage.Storage;

/// General products as batched matrix products: operands are read through strides, and copied only where axes
/// interleave.
public final class MatrixProducts {
    private static final class Holder {
        static final Products PRODUCTS = Products.choose();
    }

    private static final Dot PLAIN = new Dot(List.of(1), List.of(0), List.of(), List.of());

    private MatrixProducts() {
    }

    /// The providers of matrix products and which one was chosen, for reports.
    public static Products products() {
        return Holder.PRODUCTS;
    }

    /// Whether it is a product [m, k] x [k, n] of floats with k > 0, whose types need no further look.
    static boolean isPlain(Dot op, Concrete x, Concrete y) {
        return op.equals(PLAIN) && x.rank() == 2 && y.rank() == 2 && x.dtype() == y.dtype()
                && (x.dtype() == DType.FLOAT32 || x.dtype() == DType.FLOAT64)
                && x.size(1) == y.size(0) && x.size(1) > 0;
    }

    static Concrete plain(Concrete x, Concrete y) {
        long m = x.size(0);
        long n = y.size(1);
        var type = new TensorType(Shape.of(m, n), x.dtype());
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        if (out.count() > 0) {
            Holder.PRODUCTS.gemm().gemm(type.dtype().cell(), m, n, x.size(1), x.storage(), y.storage(), out);
        }
        return Concrete.of(type, out);
    }

    static Concrete dot(Dot op, Concrete x, Concrete y, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var left = Side.of(x, op.lhsBatch(), Dot.free(x.type(), op.lhs(), op.lhsBatch()), op.lhs());
        var right = Side.of(y, op.rhsBatch(), Dot.free(y.type(), op.rhs(), op.rhsBatch()), op.rhs());
        long m = left.rows;
        long n = right.rows;
        if (out.count() > 0 && left.cols == 0) {
            for (long i = 0; i < out.count(); i++) {
                Elements.setLong(type.dtype(), out, i, 0);
            }
        } else if (out.count() > 0) {
            Holder.PRODUCTS.gemm().gemm(type.dtype().cell(), left.batch, m, n, left.cols, left.view,
                    right.view.transposed(),
                    new MatrixView(out, 0, n, 1, m * n), false);
        }
        return Concrete.of(type, out);
    }

    /// An operand as a batch of matrices with free rows and contracted columns.
    private record Side(MatrixView view, long batch, long rows, long cols) {
        static Side of(Concrete x, List<Integer> batch, List<Integer> free, List<Integer> contracted) {
            var sizes = x.shape().sizes();
            var strides = x.shape().strides();
            long b = stride(sizes, strides, batch);
            long r = stride(sizes, strides, free);
            long c = stride(sizes, strides, contracted);
            if (b >= 0 && r >= 0 && c >= 0) {
                return new Side(new MatrixView(x.storage(), 0, r, c, b), count(sizes, batch), count(sizes, free),
                        count(sizes, contracted));
            }
            var order = new ArrayList<>(batch);
            order.addAll(free);
            order.addAll(contracted);
            var permute = new Permute(List.copyOf(order));
            var moved = permute.evaluate(List.of(x), permute.typeOf(List.of(x.type()))).getFirst();
            int nb = batch.size();
            int nf = nb + free.size();
            return of(moved, range(0, nb), range(nb, nf), range(nf, order.size()));
        }

        private static List<Integer> range(int from, int to) {
            return IntStream.range(from, to).boxed().toList();
        }

        private static long count(long[] sizes, List<Integer> axes) {
            return axes.stream().mapToLong(a -> sizes[a]).reduce(1, Math::multiplyExact);
        }

        /// The stride at which the axes, taken together in their order, are one axis; -1 where they are not.
        private static long stride(long[] sizes, long[] strides, List<Integer> axes) {
            long inner = -1;
            long next = 0;
            for (var a : axes.reversed()) {
                if (sizes[a] == 1) {
                    continue;
                }
                if (inner < 0) {
                    inner = strides[a];
                } else if (strides[a] != next) {
                    return -1;
                }
                next = strides[a] * sizes[a];
            }
            return inner < 0 ? 1 : inner;
        }
    }
}
