package org.cotangent.nn;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;

/// Windows of `[N, C, spatial...]` brought to one number each.
///
/// @param kind   which number
/// @param kernel the window's sizes; empty: all of the spatial axes, which the result then lacks
/// @param window how the window moves; steps unsaid: side by side
public record Pooling(Kind kind, List<Long> kernel, Window window) implements Plain {
    /// The number of a window.
    public enum Kind {
        /// The largest element.
        LARGEST,
        /// The mean, zeros of the padding included.
        MEAN,
        /// The mean of what is no padding.
        MEAN_INSIDE
    }

    /// The largest elements of windows side by side.
    public static Pooling largest(long... kernel) {
        return new Pooling(Kind.LARGEST, list(kernel), Window.VALID);
    }

    /// The means of windows side by side.
    public static Pooling mean(long... kernel) {
        return new Pooling(Kind.MEAN, list(kernel), Window.VALID);
    }

    /// The mean over all spatial axes: `[N, C, spatial...]` to `[N, C]`.
    public static Pooling global() {
        return new Pooling(Kind.MEAN, List.of(), Window.VALID);
    }

    private static List<Long> list(long... kernel) {
        return LongStream.of(kernel).boxed().toList();
    }

    /// Windows that move in another way.
    public Pooling moving(Window moving) {
        return new Pooling(kind, kernel, moving);
    }

    @Override
    public Tensor apply(Tensor x) {
        if (kernel.isEmpty()) {
            var axes = IntStream.range(2, x.rank()).toArray();
            return axes.length == 0 ? x : kind == Kind.LARGEST ? Ops.max(x, axes) : Ops.mean(x, axes);
        }
        var sizes = kernel.stream().mapToLong(Long::longValue).toArray();
        return switch (kind) {
            case LARGEST -> Ops.maxPool(x, sizes, window);
            case MEAN -> Ops.avgPool(x, sizes, window);
            case MEAN_INSIDE -> Ops.avgPoolInside(x, sizes, window);
        };
    }
}
