package org.cotangent.rewrite;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.op.Gather;
import org.cotangent.op.Scatter;

/// Places that follow each other at one distance: what is gathered from them is a slice, what is scattered to them
/// padding.
final class Sequences {
    /// The places `first`, `first + step`, ... of `count`.
    private record Sequence(long first, long step, long count) {
        long last() {
            return first + step * (count - 1);
        }

        long low() {
            return Math.min(first, last());
        }

        long high() {
            return Math.max(first, last());
        }
    }

    private Sequences() {
    }

    /// The places that known indices name along one axis of `n` elements, or null.
    private static Sequence of(Tensor indices, List<Integer> axes, long n) {
        if (!(indices instanceof Concrete c) || axes.size() != 1 || c.rank() != 2 || c.shape().count() < 2) {
            return null;
        }
        long step = c.getLong(1) - c.getLong(0);
        for (long i = 1; i < c.shape().count(); i++) {
            if (c.getLong(i) - c.getLong(i - 1) != step) {
                return null;
            }
        }
        var s = new Sequence(c.getLong(0), step, c.shape().count());
        return step != 0 && s.low() >= 0 && s.high() < n ? s : null;
    }

    /// Whether windows are whole but for the one axis, along which they are one element.
    private static boolean isWhole(List<Long> sizes, Shape shape, int axis) {
        for (int a = 0; a < sizes.size(); a++) {
            if (sizes.get(a) != (a == axis ? 1 : shape.size(a))) {
                return false;
            }
        }
        return true;
    }

    /// What a gather takes, as a slice; null where it is none.
    static Tensor gather(Gather g, Tensor x, Tensor indices) {
        var s = g.batch() == 0 ? of(indices, g.axes(), g.axes().isEmpty() ? 0 : x.size(g.axes().getFirst())) : null;
        if (s == null || !isWhole(g.sizes(), x.shape(), g.axes().getFirst())) {
            return null;
        }
        int axis = g.axes().getFirst();
        var part = Ops.slice(x, axis, s.low(), s.high() + 1, Math.abs(s.step));
        var rows = Ops.moveAxis(s.step < 0 ? Ops.flip(part, axis) : part, axis, 0);
        return Ops.moveAxis(Ops.reshape(rows, rows.shape().insert(axis + 1, 1).sizes()), 0, g.lead());
    }

    /// The sum of `to` and updates at places.
    static Tensor scatter(Scatter op, Tensor to, Tensor indices, Tensor updates) {
        var s = of(indices, op.axes(), op.axes().isEmpty() ? 0 : to.size(op.axes().getFirst()));
        int axis = s == null ? 0 : op.axes().getFirst();
        var rows = s == null ? null : Ops.moveAxis(updates, op.lead(), 0);
        if (s == null || !windows(rows.shape(), to.shape(), axis)) {
            return Dispatch.bind(op, List.of(to, indices, updates)).getFirst();
        }
        var part = Ops.moveAxis(Ops.reshape(rows, rows.shape().remove(axis + 1).sizes()), 0, axis);
        var low = new long[to.rank()];
        var high = new long[low.length];
        var between = new long[low.length];
        low[axis] = s.low();
        high[axis] = to.size(axis) - 1 - s.high();
        between[axis] = Math.abs(s.step) - 1;
        var padded = Ops.pad(s.step < 0 ? Ops.flip(part, axis) : part, low, high, between,
                Concrete.literal(to.dtype(), 0.0));
        return Seen.isNumber(to, 0) ? padded : Ops.add(to, padded);
    }

    /// Whether the axes behind the first are those of whole windows.
    private static boolean windows(Shape rows, Shape to, int axis) {
        var sizes = Arrays.stream(rows.sizes()).skip(1).boxed().toList();
        return sizes.size() == to.rank() && isWhole(sizes, to, axis);
    }
}
