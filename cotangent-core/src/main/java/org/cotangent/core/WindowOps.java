package org.cotangent.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.op.DynamicSlice;
import org.cotangent.op.DynamicUpdate;
import org.cotangent.op.Fold;
import org.cotangent.op.IndexMode;
import org.cotangent.op.Unfold;

/// Functions that read and write diagonals, and windows of fixed size.
public class WindowOps extends ReduceOps {
    WindowOps() {
    }

    /// The diagonal, `offset` places right of the main one, of the matrices along two axes: it is the last axis of
    /// the result.
    public static Tensor diagonal(Tensor x, int offset, int axis1, int axis2) {
        if (x.rank() < 2 || x.shape().axis(axis1) == x.shape().axis(axis2)) {
            throw new ShapeException("take a diagonal along axes " + axis1 + " and " + axis2, x.type().toString(),
                    "name two different axes");
        }
        int last = x.rank() - 1;
        var order = new ArrayList<Integer>();
        for (int a = 0; a <= last; a++) {
            order.add(a);
        }
        order.removeAll(List.of(x.shape().axis(axis1), x.shape().axis(axis2)));
        order.addAll(List.of(x.shape().axis(axis1), x.shape().axis(axis2)));
        var y = permute(x, order.stream().mapToInt(Integer::intValue).toArray());
        long columns = y.size(last);
        long count = Math.max(0, offset >= 0 ? Math.min(y.size(last - 1), columns - offset)
                : Math.min(y.size(last - 1) + offset, columns));
        long start = count == 0 ? 0 : offset >= 0 ? offset : -offset * columns;
        return slice(flatten(y, -2, -1), -1, start, count == 0 ? 0 : start + (count - 1) * (columns + 1) + 1, columns
                + 1);
    }

    /// The main diagonal of the matrices along the first two axes.
    public static Tensor diagonal(Tensor x) {
        return diagonal(x, 0, 0, 1);
    }

    /// The sum of the main diagonal of the matrices along the first two axes.
    public static Tensor trace(Tensor x) {
        return sum(diagonal(x), -1);
    }

    /// Square matrices with the vectors along the last axis on the diagonal `offset` places right of the main one,
    /// else zeros.
    public static Tensor diagonalMatrix(Tensor x, int offset) {
        if (x.rank() == 0) {
            throw new ShapeException("make a diagonal matrix", x.type().toString(), "give a vector");
        }
        long n = Math.addExact(x.size(-1), Math.abs((long) offset));
        long used = x.size(-1) == 0 ? 0 : (x.size(-1) - 1) * (n + 1) + 1;
        var low = new long[x.rank()];
        var high = new long[x.rank()];
        var interior = new long[x.rank()];
        int last = x.rank() - 1;
        low[last] = x.size(-1) == 0 ? 0 : offset >= 0 ? offset : -offset * n;
        high[last] = Math.multiplyExact(n, n) - used - low[last];
        interior[last] = n;
        return unflatten(pad(x, low, high, interior, scalar(0)), -1, n, n);
    }

    /// Of a vector the matrix with that diagonal, of a matrix its diagonal.
    public static Tensor diag(Tensor x) {
        return diag(x, 0);
    }

    /// As above for the diagonal `offset` places right of the main one.
    public static Tensor diag(Tensor x, int offset) {
        if (x.rank() != 1 && x.rank() != 2) {
            throw new ShapeException("take or make a diagonal", x.type().toString(),
                    "give a vector or a matrix; else use diagonal or diagonalMatrix");
        }
        return x.rank() == 1 ? diagonalMatrix(x, offset) : diagonal(x, offset, 0, 1);
    }

    /// The last two axes' elements on and below the diagonal `offset` places right of the main one, else zeros.
    public static Tensor tril(Tensor x, int offset) {
        return where(triangle(x, offset), x, scalar(0));
    }

    /// The last two axes' elements on and above the diagonal `offset` places right of the main one, else zeros.
    public static Tensor triu(Tensor x, int offset) {
        return where(triangle(x, offset - 1L), scalar(0), x);
    }

    private static Tensor triangle(Tensor x, long offset) {
        if (x.rank() < 2) {
            throw new ShapeException("take a triangle", x.type().toString(), "give a tensor with two axes or more");
        }
        return tri(x.size(-2), x.size(-1), offset, DType.BOOL);
    }

    /// The window of the given sizes that begins at `starts`, integer scalars, one for each axis.
    ///
    /// A start at which the window does not fit is a [NumericsException].
    public static Tensor dynamicSlice(Tensor x, List<Tensor> starts, long... sizes) {
        return dynamicSlice(x, starts, sizes, IndexMode.ERROR);
    }

    /// As above; [IndexMode#CLIP] moves a start to the nearest at which the window fits.
    public static Tensor dynamicSlice(Tensor x, List<Tensor> starts, long[] sizes, IndexMode mode) {
        var operands = new ArrayList<>(starts);
        operands.addFirst(x);
        return Dispatch.bind(new DynamicSlice(LongStream.of(sizes).boxed().toList(), mode), operands).getFirst();
    }

    /// `size` elements from `start`, an integer scalar, along one axis.
    public static Tensor dynamicSlice(Tensor x, int axis, Tensor start, long size) {
        return dynamicSlice(x, along(x, axis, start), x.shape().with(axis, size).sizes(), IndexMode.ERROR);
    }

    /// The tensor with `window` in place of the elements from `starts`, integer scalars, one for each axis.
    ///
    /// A start at which the window does not fit is a [NumericsException].
    public static Tensor dynamicUpdate(Tensor x, Tensor window, List<Tensor> starts) {
        return dynamicUpdate(x, window, starts, IndexMode.ERROR);
    }

    /// As above; [IndexMode#CLIP] moves a start to the nearest at which the window fits.
    public static Tensor dynamicUpdate(Tensor x, Tensor window, List<Tensor> starts, IndexMode mode) {
        var operands = new ArrayList<>(starts);
        operands.addAll(0, List.of(x, convert(window, x.dtype())));
        return Dispatch.bind(new DynamicUpdate(mode), operands).getFirst();
    }

    /// The tensor with `window`, of its size along all other axes, in place of the elements from `start` along one
    /// axis.
    public static Tensor dynamicUpdate(Tensor x, int axis, Tensor window, Tensor start) {
        return dynamicUpdate(x, window, along(x, axis, start));
    }

    private static List<Tensor> along(Tensor x, int axis, Tensor start) {
        var starts = new Tensor[x.rank()];
        Arrays.fill(starts, scalar(0L));
        starts[x.shape().axis(axis)] = start;
        return List.of(starts);
    }

    /// All positions of a window of the given sizes over the last axes, in steps of `stride`.
    ///
    /// The result has, for these axes, the numbers of positions and behind all others the window's axes:
    /// `[..., positions..., window...]`. The pooled maximum is the maximum over the window's axes.
    public static Tensor unfold(Tensor x, long[] window, long[] stride) {
        var ones = new long[window.length];
        Arrays.fill(ones, 1);
        return unfold(x, window, stride, ones, new long[window.length], new long[window.length]);
    }

    /// As above with neighbours in the window `dilation` apart, and with `low` zeros before and `high` behind each
    /// axis.
    public static Tensor unfold(Tensor x, long[] window, long[] stride, long[] dilation, long[] low, long[] high) {
        return Dispatch.bind(new Unfold(list(window), list(stride), list(dilation), list(low), list(high)), x);
    }

    /// The transpose of unfold: windows `[..., positions..., window...]` added to where unfold reads them, for last
    /// axes of `sizes`.
    public static Tensor fold(Tensor x, long[] sizes, long[] window, long[] stride, long[] dilation, long[] low,
            long[] high) {
        return fold(new Fold(list(sizes), list(window), list(stride), list(dilation), list(low), list(high)), x);
    }

    /// As above, by the operation; half-precision floats are added in float32.
    public static Tensor fold(Fold op, Tensor x) {
        return convert(Dispatch.bind(op, convert(x, x.dtype().compute())), x.dtype());
    }

    private static List<Long> list(long[] numbers) {
        return LongStream.of(numbers).boxed().toList();
    }
}
