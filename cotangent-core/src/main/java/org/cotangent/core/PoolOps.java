package org.cotangent.core;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Pools: the largest element or the mean of every window over `[N, C, spatial...]`.
public class PoolOps extends ConvOps {
    PoolOps() {
    }

    /// The largest element of windows of the given sizes side by side; at a tie the derivative goes to the first.
    public static Tensor maxPool(Tensor x, long... kernel) {
        return maxPool(x, kernel, Window.VALID);
    }

    /// The largest element of windows that move as `window` says (unsaid, side by side); padding never wins.
    public static Tensor maxPool(Tensor x, long[] kernel, Window window) {
        var rows = windows(x, kernel, window, x.dtype().isFloat() ? scalar(Double.NEGATIVE_INFINITY)
                : scalar(least(x.dtype())));
        int last = rows.rank() - 1;
        var winners = expandDims(argmax(rows, last), last);
        return Ops.squeeze(Ops.takeAlongAxis(rows, winners, last), last);
    }

    private static long least(DType dtype) {
        return dtype == DType.INT64 ? Long.MIN_VALUE : dtype == DType.INT32 ? Integer.MIN_VALUE : 0;
    }

    /// The mean of windows of the given sizes side by side.
    public static Tensor avgPool(Tensor x, long... kernel) {
        return avgPool(x, kernel, Window.VALID);
    }

    /// The mean of windows that move as `window` says (unsaid, side by side); zeros of the padding count.
    public static Tensor avgPool(Tensor x, long[] kernel, Window window) {
        return mean(windows(x, kernel, window, scalar(0)), -1);
    }

    /// The mean of windows, where the padding does not count.
    public static Tensor avgPoolInside(Tensor x, long[] kernel, Window window) {
        var inside = windows(Ops.ones(x.type().with(DType.FLOAT32)), kernel, window, scalar(0));
        var count = convert(sum(inside, -1), x.dtype().isFloat() ? x.dtype() : DType.FLOAT32);
        return div(sum(windows(x, kernel, window, scalar(0)), -1), count);
    }

    /// `[N, C, places..., elements]`: the windows, each one flattened.
    private static Tensor windows(Tensor x, long[] kernel, Window window, Tensor fill) {
        int rank = x.rank() - 2;
        var sizes = IntStream.range(2, Math.max(2, x.rank())).mapToLong(x::size).toArray();
        if (rank != kernel.length || rank < 1 || Arrays.stream(kernel).anyMatch(k -> k < 1)) {
            throw new ShapeException("pool " + x.type() + " with windows " + Arrays.toString(kernel), "rank "
                    + x.rank(),
                    "give [N, C, spatial...] and a size from 1 on for each spatial axis");
        }
        var moving = window.stride().isEmpty() ? window.stride(kernel) : window;
        var fitted = moving.fitted(sizes, kernel);
        var low = new long[rank + 2];
        var high = new long[rank + 2];
        for (int a = 0; a < rank; a++) {
            low[a + 2] = fitted.low().get(a);
            high[a + 2] = fitted.high().get(a);
        }
        boolean bare = Arrays.equals(low, new long[rank + 2]) && Arrays.equals(high, low);
        var padded = bare ? x : Ops.pad(x, low, high, new long[rank + 2], convert(fill, x.dtype()));
        var none = new long[rank];
        var unfolded = Ops.unfold(padded, kernel, array(fitted.stride()), array(fitted.dilation()), none, none);
        var shape = Arrays.copyOf(unfolded.shape().sizes(), rank + 3);
        shape[rank + 2] = Arrays.stream(kernel).reduce(1, Math::multiplyExact);
        return reshape(unfolded, shape);
    }
}
