package org.cotangent.core;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.op.Conv;

/// Convolutions over `[N, C, spatial...]` and their transposes. No kernel is flipped, as in all of machine learning.
public class ConvOps extends ActivationOps {
    ConvOps() {
    }

    /// `x: [N, C, L]` with `w: [O, C / groups, K]` to `[N, O, places]`.
    public static Tensor conv1d(Tensor x, Tensor w, Window window) {
        return conv(x, w, window, 1);
    }

    /// `x: [N, C, L]` with `w: [O, C, K]`, steps of 1, no padding.
    public static Tensor conv1d(Tensor x, Tensor w) {
        return conv(x, w, Window.VALID, 1);
    }

    /// `x: [N, C, H, W]` with `w: [O, C / groups, KH, KW]` to `[N, O, places...]`.
    public static Tensor conv2d(Tensor x, Tensor w, Window window) {
        return conv(x, w, window, 2);
    }

    /// `x: [N, C, H, W]` with `w: [O, C, KH, KW]`, steps of 1, no padding.
    public static Tensor conv2d(Tensor x, Tensor w) {
        return conv(x, w, Window.VALID, 2);
    }

    /// `x: [N, C, D, H, W]` with `w: [O, C / groups, KD, KH, KW]` to `[N, O, places...]`.
    public static Tensor conv3d(Tensor x, Tensor w, Window window) {
        return conv(x, w, window, 3);
    }

    /// `x: [N, C, D, H, W]` with `w: [O, C, KD, KH, KW]`, steps of 1, no padding.
    public static Tensor conv3d(Tensor x, Tensor w) {
        return conv(x, w, Window.VALID, 3);
    }

    private static Tensor conv(Tensor x, Tensor w, Window window, int rank) {
        if (x.rank() != rank + 2) {
            throw new ShapeException("convolve over " + rank + " axes", x.type() + " with " + w.type(),
                    "give x: [N, C, spatial...] of rank " + (rank + 2));
        }
        return conv(x, w, window);
    }

    /// `x: [N, C, spatial...]` with `w: [O, C / groups, spatial...]` over any number of spatial axes.
    public static Tensor conv(Tensor x, Tensor w, Window window) {
        check(x, w);
        var fitted = window.fitted(spatial(x), spatial(w));
        return bind(new Conv(fitted.stride(), fitted.low(), fitted.high(), Collections.nCopies(x.rank() - 2, 1L),
                fitted.dilation(),
                fitted.groups()), x, w);
    }

    /// The general convolution: also spacing of x and negative padding; one number per spatial axis everywhere.
    public static Tensor convGeneral(Tensor x, Tensor w, long[] stride, long[] low, long[] high, long[] lhsDilation,
            long[] rhsDilation,
            long groups) {
        return bind(new Conv(list(stride), list(low), list(high), list(lhsDilation), list(rhsDilation), groups), x, w);
    }

    private static List<Long> list(long[] values) {
        return LongStream.of(values).boxed().toList();
    }

    private static Tensor bind(Conv op, Tensor x, Tensor w) {
        var dtype = Promotion.common(x, w);
        var y = Dispatch.bind(op, convert(x, dtype.compute()), convert(w, dtype.compute()));
        return convert(y, dtype);
    }

    private static void check(Tensor x, Tensor w) {
        if (x.rank() < 2 || w.rank() != x.rank() || LongStream.of(spatial(w)).anyMatch(n -> n == 0)) {
            throw new ShapeException("convolve", x.type() + " with " + w.type(),
                    "give x: [N, C, spatial...] and w: [O, C / groups, spatial...] of one rank, the window not empty");
        }
    }

    private static long[] spatial(Tensor t) {
        return IntStream.range(2, t.rank()).mapToLong(t::size).toArray();
    }

    /// The transpose of [#conv(Tensor, Tensor, Window)] for `w: [C, O / groups, spatial...]`: `x: [N, C, spatial...]`
    /// to `[N, O, places...]`.
    ///
    /// Places: `(size - 1) stride + (K - 1) dilation + 1 - low - high`; [Window#SAME] gives `size * stride`.
    public static Tensor convTranspose(Tensor x, Tensor w, Window window) {
        return convTranspose(x, w, window, 0);
    }

    /// The transposed convolution with `extra` more places behind on each axis, to reach a size that steps left open.
    public static Tensor convTranspose(Tensor x, Tensor w, Window window, long... extra) {
        check(x, w);
        int rank = x.rank() - 2;
        var more = Window.each(list(extra), rank, 0, "extra places");
        var stride = Window.each(window.stride(), rank, 1, "stride");
        var spacing = Window.each(window.dilation(), rank, 1, "dilation");
        var low = new long[rank];
        var high = new long[rank];
        for (int a = 0; a < rank; a++) {
            long span = Math.multiplyExact(w.size(a + 2) - 1, spacing.get(a));
            long cut = Math.max(0, span + 1 - stride.get(a));
            long before = window.same() ? cut / 2 : Window.each(window.low(), rank, 0, "padding").get(a);
            long behind = window.same() ? span + 1 - stride.get(a) - cut / 2
                    : Window.each(window.high(), rank, 0, "padding").get(a);
            low[a] = span - before;
            high[a] = span - behind + more.get(a);
        }
        var ones = new long[rank];
        Arrays.fill(ones, 1);
        return convGeneral(x, turned(w, window.groups()), ones, low, high, array(stride), array(spacing),
                window.groups());
    }

    static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /// `[G * C, O, ...]` as `[G * O, C, ...]`, flipped along the spatial axes.
    private static Tensor turned(Tensor w, long groups) {
        if (groups < 1 || w.size(0) % groups != 0) {
            throw new ShapeException("convolve in " + groups + " groups", "w: " + w.type(),
                    "groups must divide the channels of x");
        }
        var split = reshape(w, w.shape().with(0, w.size(0) / groups).insert(0, groups).sizes());
        var moved = moveAxis(split, 1, 2);
        var turned = reshape(moved, moved.shape().remove(0).with(0, groups * w.size(1)).sizes());
        return w.rank() == 2 ? turned : Ops.flip(turned, IntStream.range(2, w.rank()).toArray());
    }
}
