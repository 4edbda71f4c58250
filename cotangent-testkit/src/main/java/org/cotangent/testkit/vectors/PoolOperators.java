package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.KeepDims;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;

/// Pools over windows, of a fixed size or of a fixed number.
final class PoolOperators {
    private static final String F = "nn.functional.";

    private PoolOperators() {
    }

    static void add(Map<String, Operator> out) {
        for (int n = 1; n <= 2; n++) {
            int rank = n;
            out.put(F + "avg_pool" + n + "d", one(a -> average(a, rank)));
            out.put(F + "max_pool" + n + "d", a -> largest(a, rank));
            out.put(F + "adaptive_avg_pool" + n + "d", one(a -> adaptive(a, rank, false).getFirst()));
            out.put(F + "adaptive_max_pool" + n + "d", a -> a.flag(2, "return_indices", false)
                    ? adaptiveIndexed(a, rank) : adaptive(a, rank, true));
        }
        out.put(F + "unfold", one(PoolOperators::columns));
    }

    /// Zeros behind each axis so that the last window, begun inside, is whole.
    private static long[] ceiling(Tensor x, long[] kernel, long[] stride, long[] padding, long[] dilation,
            boolean ceil) {
        var high = padding.clone();
        for (int i = 0; i < kernel.length && ceil; i++) {
            long size = x.size(x.rank() - kernel.length + i);
            long span = dilation[i] * (kernel[i] - 1) + 1;
            long places = Math.ceilDiv(size + 2 * padding[i] - span, stride[i]) + 1;
            places -= (places - 1) * stride[i] >= size + padding[i] ? 1 : 0;
            high[i] = Math.max(padding[i], (places - 1) * stride[i] + span - size - padding[i]);
        }
        return high;
    }

    private static Tensor batched(Tensor x, int rank) {
        return x.rank() == rank + 1 ? expandDims(x, 0) : x;
    }

    private static Tensor average(Args a, int rank) {
        var x = batched(a.tensor(0), rank);
        var kernel = a.longs(1, "kernel_size", rank);
        var stride = a.longs(2, "stride", rank);
        stride = stride == null || stride.length == 0 ? kernel : stride;
        var padding = a.longs(3, "padding", rank, 0);
        var ones = a.longs(-1, "none", rank, 1);
        var high = ceiling(x, kernel, stride, padding, ones, a.flag(4, "ceil_mode", false));
        var sums = totals(x, kernel, stride, padding, high);
        Tensor y;
        if (a.has(6, "divisor_override")) {
            y = sums.div(a.number(6, "divisor_override", 1));
        } else {
            y = sums.div(counts(x, kernel, stride, padding, high, a.flag(5, "count_include_pad", true)));
        }
        return a.tensor(0).rank() == rank + 1 ? squeeze(y, 0) : y;
    }

    private static Tensor totals(Tensor x, long[] kernel, long[] stride, long[] low, long[] high) {
        double n = 1;
        for (long k : kernel) {
            n *= k;
        }
        return avgPool(x, kernel, Window.VALID.stride(stride).pad(low, high)).mul(n);
    }

    /// How many elements of each window count; padding counts where asked for, but never what the ceiling added.
    private static Tensor counts(Tensor x, long[] kernel, long[] stride, long[] padding, long[] high, boolean include) {
        var sizes = x.shape().sizes();
        sizes[0] = 1;
        sizes[1] = 1;
        var ones = ones(org.cotangent.core.TensorType.of(DType.FLOAT64, sizes));
        if (!include) {
            return totals(ones, kernel, stride, padding, high);
        }
        var low = new long[x.rank()];
        var extra = high.clone();
        for (int i = 0; i < padding.length; i++) {
            low[2 + i] = padding[i];
            extra[i] -= padding[i];
        }
        return totals(pad(ones, low, low, 1), kernel, stride, new long[padding.length], extra);
    }

    private static List<Tensor> largest(Args a, int rank) {
        if (a.flag(-1, "return_indices", false)) {
            throw new MissingOperation("max pools that also give indices are not an operation yet");
        }
        var x = batched(a.tensor(0), rank);
        var kernel = a.longs(1, "kernel_size", rank);
        var given = a.longs(2, "stride", rank);
        var stride = given == null || given.length == 0 ? kernel : given;
        var padding = a.longs(3, "padding", rank, 0);
        var dilation = a.longs(4, "dilation", rank, 1);
        var high = ceiling(x, kernel, stride, padding, dilation, a.flag(5, "ceil_mode", false));
        var y = maxPool(x, kernel, Window.VALID.stride(stride).pad(padding, high).dilation(dilation));
        return List.of(a.tensor(0).rank() == rank + 1 ? squeeze(y, 0) : y);
    }

    private static List<Tensor> adaptiveIndexed(Args a, int rank) {
        throw new MissingOperation("max pools that also give indices are not an operation yet");
    }

    private static List<Tensor> adaptive(Args a, int rank, boolean max) {
        var x = a.tensor(0);
        var sizes = a.node(1, "output_size");
        for (int i = 0; i < rank; i++) {
            int axis = x.rank() - rank + i;
            var n = sizes.isArray() ? sizes.get(sizes.size() == 1 ? 0 : i) : sizes;
            x = n.isNull() ? x : cells(x, axis, n.asLong(), max);
        }
        return List.of(x);
    }

    private static Tensor cells(Tensor x, int axis, long n, boolean max) {
        long size = x.size(axis);
        var parts = new ArrayList<Tensor>();
        for (long i = 0; i < n; i++) {
            var cell = slice(x, axis, i * size / n, Math.ceilDiv((i + 1) * size, n));
            parts.add(max ? org.cotangent.core.Ops.max(cell, KeepDims.YES, axis) : mean(cell, KeepDims.YES, axis));
        }
        return concat(parts, axis);
    }

    /// Windows as columns.
    private static Tensor columns(Args a) {
        var x = batched(a.tensor(0), 2);
        var kernel = a.longs(1, "kernel_size", 2);
        var padding = a.longs(3, "padding", 2, 0);
        var w = unfold(x, kernel, a.longs(4, "stride", 2, 1), a.longs(2, "dilation", 2, 1), padding, padding);
        var y = w.permute(0, 1, 4, 5, 2, 3).reshape(x.size(0), x.size(1) * kernel[0] * kernel[1],
                w.size(2) * w.size(3));
        return a.tensor(0).rank() == 3 ? squeeze(y, 0) : y;
    }
}
