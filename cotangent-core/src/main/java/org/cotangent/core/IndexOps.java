package org.cotangent.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.op.AxisList;
import org.cotangent.op.Gather;
import org.cotangent.op.IndexMode;
import org.cotangent.op.Op;
import org.cotangent.op.Scatter;
import org.cotangent.op.ScatterReduce;

/// Functions that read and write elements at places given by tensors of integers.
///
/// An index out of range is a [NumericsException] that names index, axis and size, unless a mode says otherwise.
/// In the functions named after NumPy's (take, at, put) a negative index counts from the end; in [#embedding] and
/// [#gather] it is out of range.
public class IndexOps extends WindowOps {
    IndexOps() {
    }

    /// The parts at the given indices along an axis; the indices' axes take the place of that axis.
    public static Tensor take(Tensor x, Tensor indices, int axis) {
        int a = x.shape().axis(axis);
        return picked(x, fromEnd(indices, x.size(a)), a, IndexMode.ERROR);
    }

    /// As above, with what becomes of an index out of range; here a negative one is out of range.
    public static Tensor take(Tensor x, Tensor indices, int axis, IndexMode mode) {
        return picked(x, indices, x.shape().axis(axis), mode);
    }

    /// Rows of a table `[n, d...]` by indices `[k...]`: `[k..., d...]`. A negative index is an error.
    public static Tensor embedding(Tensor table, Tensor indices) {
        return picked(table, indices, 0, IndexMode.ERROR);
    }

    private static Tensor picked(Tensor x, Tensor indices, int a, IndexMode mode) {
        var y = gather(x, columns(indices), List.of(a), window(x, List.of(a)), 0, a, mode);
        return reshape(y, y.shape().remove(a + indices.rank()).sizes());
    }

    /// The elements `x[i0, i1, ...]` at indices of the first axes, broadcast to one shape; that shape stands before
    /// the other axes.
    public static Tensor at(Tensor x, Tensor... indices) {
        var axes = first(x, indices.length);
        var y = gather(x, vectors(x, List.of(indices)), axes, window(x, axes), 0, 0, IndexMode.ERROR);
        return without(y, y.rank() - x.rank(), axes.size());
    }

    /// For each element of `indices`, of the rank of `x`, the element of `x` with that index along `axis` and the
    /// same other indices.
    ///
    /// Along the other axes the two are broadcast to one another.
    public static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
        int a = x.shape().axis(axis);
        var common = along("take along axis " + axis, x, indices, a);
        var from = moveAxis(broadcastTo(x, common.with(a, x.size(a))), a, -1);
        var at = moveAxis(broadcastTo(fromEnd(indices, x.size(a)), common.with(a, indices.size(a))), a, -1);
        int last = x.rank() - 1;
        var y = gather(from, columns(at), List.of(last), new long[] {1}, last, 0, IndexMode.ERROR);
        return moveAxis(squeeze(y, -1), -1, a);
    }

    /// `x` with `values` written at the indices that [#takeAlongAxis] reads; other axes of `indices` may be smaller
    /// than those of `x`.
    public static Tensor putAlongAxis(Tensor x, Tensor indices, Tensor values, int axis, Update update) {
        int a = x.shape().axis(axis);
        if (indices.rank() != x.rank()) {
            throw new ShapeException("put along axis " + axis, x.type() + " at " + indices.type(),
                    "give indices of the rank of the tensor");
        }
        var shape = indices.shape();
        int last = x.rank() - 1;
        var to = moveAxis(x, a, -1);
        var at = moveAxis(fromEnd(indices, x.size(a)), a, -1);
        var written = expandDims(moveAxis(broadcastTo(convert(values, x.dtype()), shape), a, -1), -1);
        if (shape.with(a, 0).equals(x.shape().with(a, 0))) {
            return moveAxis(scatter(update, to, columns(at), written, List.of(last), last, 0, IndexMode.ERROR), -1, a);
        }
        var axes = first(x, x.rank());
        var vectors = new ArrayList<Tensor>();
        for (int d = 0; d < last; d++) {
            vectors.add(iota(new TensorType(at.shape(), DType.INT64), d));
        }
        vectors.add(convert(at, DType.INT64));
        var ones = unsqueezed(squeeze(written, -1), x.rank());
        return moveAxis(scatter(update, to, stack(vectors, -1), ones, axes, 0, 0, IndexMode.ERROR), -1, a);
    }

    /// `x` with `values` written at the indices along an axis: where [#take] would read, and of the shape that it
    /// returns (or broadcast to it).
    public static Tensor put(Tensor x, Tensor indices, Tensor values, int axis, Update update) {
        int a = x.shape().axis(axis);
        var shape = taken(x, indices, a);
        var written = expandDims(broadcastTo(convert(values, x.dtype()), shape), a + indices.rank());
        return scatter(update, x, columns(fromEnd(indices, x.size(a))), written, List.of(a), 0, a, IndexMode.ERROR);
    }

    /// `x` with `values` added at the indices along an axis; see [#put].
    public static Tensor indexAdd(Tensor x, Tensor indices, Tensor values, int axis) {
        return put(x, indices, values, axis, Update.ADD);
    }

    /// `x` with `values` in place of the elements at the indices along an axis; see [#put].
    public static Tensor indexUpdate(Tensor x, Tensor indices, Tensor values, int axis) {
        return put(x, indices, values, axis, Update.SET);
    }

    /// `x` with `values` written at `x[i0, i1, ...]`: where [#at] would read, and of the shape that it returns (or
    /// broadcast to it).
    public static Tensor putAt(Tensor x, List<Tensor> indices, Tensor values, Update update) {
        var axes = first(x, indices.size());
        var vectors = vectors(x, indices);
        int picked = vectors.rank() - 1;
        var sizes = LongStream.concat(Arrays.stream(vectors.shape().sizes(), 0, picked),
                Arrays.stream(x.shape().sizes(), axes.size(), x.rank())).toArray();
        var whole = broadcastTo(convert(values, x.dtype()), Shape.of(sizes));
        var ones = Collections.nCopies(axes.size(), 1L).stream().mapToLong(Long::longValue);
        var shape = LongStream.concat(LongStream.concat(Arrays.stream(sizes, 0, picked), ones),
                Arrays.stream(sizes, picked, sizes.length)).toArray();
        return scatter(update, x, vectors, reshape(whole, shape), axes, 0, 0, IndexMode.ERROR);
    }

    /// Windows of `sizes` at the index vectors along the last axis of `indices`; see [Gather] for the axes.
    public static Tensor gather(Tensor x, Tensor indices, List<Integer> axes, long[] sizes, int batch, int lead,
            IndexMode mode) {
        return Dispatch.bind(new Gather(axes, AxisList.longs(sizes), batch, lead, mode), x, indices);
    }

    /// Windows written at the index vectors along the last axis of `indices`; see [Scatter] for the axes.
    public static Tensor scatter(Update update, Tensor x, Tensor indices, Tensor updates, List<Integer> axes,
            int batch, int lead, IndexMode mode) {
        return scatter(switch (update) {
            case SET -> new Scatter(Scatter.Kind.SET, axes, batch, lead, mode);
            case ADD -> new Scatter(Scatter.Kind.ADD, axes, batch, lead, mode);
            case MUL -> new ScatterReduce(ScatterReduce.Kind.MUL, axes, batch, lead, mode);
            case MIN -> new ScatterReduce(ScatterReduce.Kind.MIN, axes, batch, lead, mode);
            case MAX -> new ScatterReduce(ScatterReduce.Kind.MAX, axes, batch, lead, mode);
        }, x, indices, updates);
    }

    /// As above, by the operation; half-precision floats are combined in float32.
    public static Tensor scatter(Op op, Tensor x, Tensor indices, Tensor updates) {
        var dtype = x.dtype();
        if (dtype.isHalf() && !(op instanceof Scatter s && s.kind() == Scatter.Kind.SET)) {
            return convert(scatter(op, convert(x, DType.FLOAT32), indices, convert(updates, DType.FLOAT32)), dtype);
        }
        return Dispatch.bind(op, List.of(x, indices, updates)).getFirst();
    }

    /// 1 where the last, new axis of size `n` has the index, else 0; an index out of range gives zeros only.
    public static Tensor oneHot(Tensor indices, long n, DType dtype) {
        return convert(eq(expandDims(indices, -1), arange(n, indices.dtype())), dtype);
    }

    /// For each value the number of elements of the increasing vector `sorted` that are smaller (`right`: smaller or
    /// equal); i64. NaN counts as larger than all numbers.
    public static Tensor searchsorted(Tensor sorted, Tensor values, boolean right) {
        if (sorted.rank() != 1) {
            throw new ShapeException("search in a sorted tensor", sorted.type().toString(),
                    "give a vector; use vmap for several");
        }
        long n = sorted.size(0);
        var low = zeros(values.type().with(DType.INT64));
        var high = full(low.type(), n);
        for (long left = n; left > 0; left >>= 1) {
            var middle = shrLogical(add(low, high), scalar(1));
            var open = lt(low, high);
            var element = take(sorted, where(open, middle, scalar(0)), 0, IndexMode.ERROR);
            var before = right ? not(precedes(values, element)) : precedes(element, values);
            low = where(and(open, before), add(middle, scalar(1)), low);
            high = where(and(open, not(before)), middle, high);
        }
        return low;
    }

    private static Tensor precedes(Tensor a, Tensor b) {
        return a.dtype().isFloat() && b.dtype().isFloat() ? or(lt(a, b), and(eq(a, a), ne(b, b))) : lt(a, b);
    }

    /// The indices of the elements that are not 0, a row `[rank]` each, in row-major order; i64.
    ///
    /// Their number depends on the values, so this runs on concrete tensors only: within jit or vmap it is a
    /// [ConcreteValueException]. There use where(...), or a fixed number of the largest by topK.
    public static Tensor nonzero(Tensor x) {
        var c = x.concrete();
        var strides = c.shape().strides();
        var found = LongStream.range(0, c.shape().count()).filter(i -> c.getDouble(i) != 0)
                .flatMap(i -> IntStream.range(0, strides.length).mapToLong(a -> i / strides[a] % c.size(a))).toArray();
        long rows = strides.length > 0 ? found.length / strides.length : c.getDouble(0) != 0 ? 1 : 0;
        return reshape(tensor(found), rows, strides.length);
    }

    private static Tensor fromEnd(Tensor indices, long size) {
        if (indices instanceof Concrete c && noneNegative(c)) {
            return c.asLiteral(false);
        }
        return where(lt(indices, scalar(0)), add(indices, scalar(size)), indices);
    }

    private static boolean noneNegative(Concrete indices) {
        for (long i = 0; i < indices.shape().count(); i++) {
            if (indices.getLong(i) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Tensor columns(Tensor indices) {
        return expandDims(indices, -1);
    }

    /// The window of size 1 along the axes and whole along the others.
    private static long[] window(Tensor x, List<Integer> axes) {
        var sizes = x.shape().sizes();
        for (int a : axes) {
            sizes[a] = 1;
        }
        return sizes;
    }

    private static List<Integer> first(Tensor x, int n) {
        if (n > x.rank()) {
            throw new ShapeException("index with " + n + " tensors", x.type().toString(),
                    "give at most one for each axis");
        }
        return AxisList.range(n);
    }

    /// Indices of the first axes, broadcast to one shape, as index vectors along a new last axis.
    private static Tensor vectors(Tensor x, List<Tensor> indices) {
        var shape = Shape.SCALAR;
        for (var i : indices) {
            var wider = Shape.broadcast(shape, i.shape());
            if (wider == null) {
                throw new ShapeException("index with several tensors",
                        indices.stream().map(Tensor::type).toList().toString(),
                        "give indices that broadcast to one shape");
            }
            shape = wider;
        }
        var columns = new ArrayList<Tensor>();
        for (int a = 0; a < indices.size(); a++) {
            columns.add(broadcastTo(convert(fromEnd(indices.get(a), x.size(a)), DType.INT64), shape));
        }
        return columns.isEmpty() ? zeros(TensorType.of(DType.INT64, 0)) : stack(columns, -1);
    }

    private static Tensor without(Tensor y, int from, int count) {
        var sizes = y.shape().sizes();
        return reshape(y, LongStream.concat(Arrays.stream(sizes, 0, from),
                Arrays.stream(sizes, from + count, sizes.length)).toArray());
    }

    private static Tensor unsqueezed(Tensor y, int count) {
        return reshape(y, LongStream.concat(Arrays.stream(y.shape().sizes()), LongStream.generate(() -> 1)
                .limit(count)).toArray());
    }

    private static Shape taken(Tensor x, Tensor indices, int a) {
        var sizes = x.shape().sizes();
        return Shape.of(LongStream.concat(LongStream.concat(Arrays.stream(sizes, 0, a),
                Arrays.stream(indices.shape().sizes())),
                Arrays.stream(sizes, a + 1, sizes.length)).toArray());
    }

    private static Shape along(String asked, Tensor x, Tensor indices, int a) {
        var common = indices.rank() != x.rank() ? null
                : Shape.broadcast(x.shape().with(a, 1), indices.shape().with(a, 1));
        if (common == null) {
            throw new ShapeException(asked, x.type() + " and indices " + indices.type(),
                    "give indices of the same rank whose other axes are equal or 1");
        }
        return common;
    }
}
