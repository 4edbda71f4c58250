package org.cotangent.core;

import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/// How a window moves over the spatial axes of a tensor: step, padding, spacing, groups. One number serves all axes.
///
/// Made from [#VALID] or [#SAME] by the methods named like the components: `Window.VALID.stride(2).pad(1)`.
///
/// @param stride   steps of the window; empty: 1 (of a pool: the size of the window)
/// @param low      elements added before the first; empty: 0
/// @param high     elements added behind the last; empty: 0
/// @param dilation spacing of the window's elements; empty: 1
/// @param groups   groups of channels that do not see each other
/// @param same     whether the padding is worked out so that the result has `ceil(size / stride)` places, an odd one
/// behind
public record Window(List<Long> stride, List<Long> low, List<Long> high, List<Long> dilation, long groups,
        boolean same) {
    /// Steps of 1 without padding.
    public static final Window VALID = new Window(List.of(), List.of(), List.of(), List.of(), 1, false);
    /// Steps of 1 with as much padding as keeps the size.
    public static final Window SAME = new Window(List.of(), List.of(), List.of(), List.of(), 1, true);

    /// With other steps.
    public Window stride(long... stride) {
        return new Window(list(stride), low, high, dilation, groups, same);
    }

    /// With as many zeros before as behind.
    public Window pad(long... each) {
        return new Window(stride, list(each), list(each), dilation, groups, false);
    }

    /// With so many zeros before and behind.
    public Window pad(long[] low, long[] high) {
        return new Window(stride, list(low), list(high), dilation, groups, false);
    }

    /// With other spacing of the window's elements.
    public Window dilation(long... dilation) {
        return new Window(stride, low, high, list(dilation), groups, same);
    }

    /// With channels in groups.
    public Window groups(long groups) {
        return new Window(stride, low, high, dilation, groups, same);
    }

    private static List<Long> list(long[] values) {
        return LongStream.of(values).boxed().toList();
    }

    /// One number for each of `rank` axes.
    static List<Long> each(List<Long> given, int rank, long otherwise, String what) {
        if (given.size() <= 1) {
            return Collections.nCopies(rank, given.isEmpty() ? otherwise : given.getFirst());
        }
        if (given.size() != rank) {
            throw new ShapeException("move a window over " + rank + " axes", what + " " + given,
                    "give one number, or one for each axis");
        }
        return given;
    }

    /// The window over spatial axes of the given sizes, with every number there and the padding worked out.
    Window fitted(long[] sizes, long[] kernel) {
        int rank = sizes.length;
        var steps = each(stride, rank, 1, "stride");
        var spacing = each(dilation, rank, 1, "dilation");
        var before = new Long[rank];
        var behind = new Long[rank];
        for (int a = 0; a < rank; a++) {
            before[a] = each(low, rank, 0, "padding").get(a);
            behind[a] = each(high, rank, 0, "padding").get(a);
            if (same && steps.get(a) > 0) {
                long span = Math.multiplyExact(kernel[a] - 1, spacing.get(a)) + 1;
                long all = Math.max(0, (Math.ceilDiv(sizes[a], (long) steps.get(a)) - 1) * steps.get(a)
                        + span - sizes[a]);
                before[a] = all / 2;
                behind[a] = all - all / 2;
            }
        }
        return new Window(steps, List.of(before), List.of(behind), spacing, groups, false);
    }
}
