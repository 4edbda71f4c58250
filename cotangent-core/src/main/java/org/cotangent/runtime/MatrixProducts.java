package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.op.AxisList;
import org.cotangent.op.Dot;
import org.cotangent.op.Permute;
import org.cotangent.storage.Storage;

/// General products as batched matrix products: operands are read through strides, and copied only where axes
/// interleave.
public final class MatrixProducts {
    private static final class Holder {
        static final Products PRODUCTS = Products.choose();
    }

    private MatrixProducts() {
    }

    /// The providers of matrix products and which one was chosen, for reports.
    public static Products products() {
        return Holder.PRODUCTS;
    }

    static Concrete dot(Dot op, Concrete x, Concrete y, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        dot(op, x, y, type, out);
        return Concrete.of(type, out);
    }

    /// The product into memory that is there, all of which is written.
    static void dot(Dot op, Concrete x, Concrete y, TensorType type, Storage out) {
        var left = Side.of(x, op.lhsBatch(), op.lhs());
        var right = Side.of(y, op.rhsBatch(), op.rhs());
        long m = left.rows;
        long n = right.rows;
        if (out.count() > 0 && left.cols == 0) {
            for (long i = 0; i < out.count(); i++) {
                Elements.setLong(type.dtype(), out, i, 0);
            }
        } else if (left.batch == 1 && out.count() > 0 && SmallGemm.takes(out.cell(), m, n, left.cols)) {
            SmallGemm.run(out.cell(), Product.item(0, m, n, left.cols, left.view, right.view.transposed(),
                    new MatrixView(out, 0, n, 1, 0), false));
        } else if (out.count() > 0) {
            Holder.PRODUCTS.gemm().gemm(type.dtype().cell(), left.batch, m, n, left.cols, left.view,
                    right.view.transposed(),
                    new MatrixView(out, 0, n, 1, m * n), false);
        }
    }

    /// An operand as a batch of matrices with free rows and contracted columns.
    private record Side(MatrixView view, long batch, long rows, long cols) {
        static Side of(Concrete x, List<Integer> batch, List<Integer> contracted) {
            if (x.rank() == 2 && batch.isEmpty() && contracted.size() == 1) {
                return matrix(x, contracted.getFirst());
            }
            return of(x, batch, Dot.free(x.type(), contracted, batch), contracted);
        }

        private static Side matrix(Concrete x, int contracted) {
            int free = 1 - contracted;
            return new Side(new MatrixView(x.storage(), 0, stride(x, free), stride(x, contracted), 1), 1,
                    x.shape().size(free), x.shape().size(contracted));
        }

        private static long stride(Concrete matrix, int axis) {
            return axis == 0 && matrix.shape().size(0) != 1 ? matrix.shape().size(1) : 1;
        }

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
            var order = AxisList.join(AxisList.join(batch, free), contracted);
            var permute = new Permute(order);
            var moved = permute.evaluate(List.of(x), permute.typeOf(List.of(x.type()))).getFirst();
            int nb = batch.size();
            int nf = nb + free.size();
            return of(moved, AxisList.range(nb), AxisList.between(nb, nf), AxisList.between(nf, order.size()));
        }

        private static long count(long[] sizes, List<Integer> axes) {
            long count = 1;
            for (int i = 0; i < axes.size(); i++) {
                count = Math.multiplyExact(count, sizes[axes.get(i)]);
            }
            return count;
        }

        /// The stride at which the axes, taken together in their order, are one axis; -1 where they are not.
        private static long stride(long[] sizes, long[] strides, List<Integer> axes) {
            long inner = -1;
            long next = 0;
            for (int i = axes.size() - 1; i >= 0; i--) {
                int a = axes.get(i);
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
