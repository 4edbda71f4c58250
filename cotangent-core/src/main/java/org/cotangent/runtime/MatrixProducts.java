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
        } else if (left.batch() == 1 && out.count() > 0 && SmallGemm.takes(out.cell(), m, n, left.cols)) {
            SmallGemm.run(out.cell(), Product.item(0, m, n, left.cols, left.view(0, 0), right.view(0, 0).transposed(),
                    new MatrixView(out, 0, n, 1, 0), false));
        } else if (out.count() > 0) {
            batches(left, right, out, m, n);
        }
    }

    /// All products of a batch: at once where its axes lie at even distances in both operands, otherwise along its last
    /// axis at once.
    private static void batches(Side left, Side right, Storage out, long m, long n) {
        var gemm = Holder.PRODUCTS.gemm();
        long a = left.batchStride();
        long b = right.batchStride();
        if (a >= 0 && b >= 0) {
            gemm.gemm(out.cell(), left.batch(), m, n, left.cols, left.view(0, a), right.view(0, b).transposed(),
                    new MatrixView(out, 0, n, 1, m * n), false);
            return;
        }
        long inner = left.sizes[left.sizes.length - 1];
        long outer = left.batch() / inner;
        long grain = outer >= 2L * Workers.threads() ? 1 : outer;
        Workers.run(0, outer, grain, (from, to) -> {
            for (long o = from; o < to; o++) {
                gemm.gemm(out.cell(), inner, m, n, left.cols, left.view(o, left.lastStride()),
                        right.view(o, right.lastStride()).transposed(),
                        new MatrixView(out, o * inner * m * n, n, 1, m * n), false);
            }
        });
    }

    /// An operand as matrices with free rows and contracted columns, for every index of the batch axes, which have the
    /// given sizes and strides.
    private record Side(Storage cells, long[] sizes, long[] strides, long rows, long cols, long rowStride,
                        long colStride) {
        private static final long[] NONE = {};

        static Side of(Concrete x, List<Integer> batch, List<Integer> contracted) {
            if (x.rank() == 2 && batch.isEmpty() && contracted.size() == 1) {
                return matrix(x, contracted.getFirst());
            }
            return of(x, batch, Dot.free(x.type(), contracted, batch), contracted);
        }

        private static Side matrix(Concrete x, int contracted) {
            int free = 1 - contracted;
            return new Side(x.storage(), NONE, NONE, x.shape().size(free), x.shape().size(contracted),
                    stride(x, free), stride(x, contracted));
        }

        private static long stride(Concrete matrix, int axis) {
            return axis == 0 && matrix.shape().size(0) != 1 ? matrix.shape().size(1) : 1;
        }

        static Side of(Concrete x, List<Integer> batch, List<Integer> free, List<Integer> contracted) {
            var sizes = x.shape().sizes();
            var strides = x.shape().strides();
            long r = stride(sizes, strides, free);
            long c = stride(sizes, strides, contracted);
            if (r >= 0 && c >= 0) {
                return new Side(x.storage(), AxisList.at(sizes, batch), AxisList.at(strides, batch),
                        count(sizes, free), count(sizes, contracted), r, c);
            }
            var order = AxisList.join(AxisList.join(batch, free), contracted);
            var permute = new Permute(order);
            var moved = permute.evaluate(List.of(x), permute.typeOf(List.of(x.type())), Movements::move).getFirst();
            int nb = batch.size();
            int nf = nb + free.size();
            return of(moved, AxisList.range(nb), AxisList.between(nb, nf), AxisList.between(nf, order.size()));
        }

        long batch() {
            return sizes.length == 0 ? 1 : count(sizes, AxisList.range(sizes.length));
        }

        /// The stride of the batch axes as one, or -1.
        long batchStride() {
            return stride(sizes, strides, AxisList.range(sizes.length));
        }

        long lastStride() {
            return strides[strides.length - 1];
        }

        /// From index `outer` of all batch axes but the last on.
        MatrixView view(long outer, long batchStride) {
            long at = 0;
            for (int i = sizes.length - 2; i >= 0; i--) {
                at += outer % sizes[i] * strides[i];
                outer /= sizes[i];
            }
            return new MatrixView(cells, at, rowStride, colStride, batchStride);
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
