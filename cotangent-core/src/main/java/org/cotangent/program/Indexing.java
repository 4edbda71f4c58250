package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;

/// Parts of tensors, and tensors put together from parts.
final class Indexing {
    private Indexing() {
    }

    /// `x[...]`: a number takes one index of an axis, which goes away; a range keeps the axis and may reach past its
    /// ends.
    /// Negative numbers count from the end.
    static Tensor part(Tensor x, List<Step.Part> parts) {
        if (parts.size() > x.rank()) {
            throw new ShapeException("take " + parts.size() + " indices", x.type() + " of rank " + x.rank(),
                    "give one index for each axis at most");
        }
        int axis = 0;
        for (var p : parts) {
            if (p.range()) {
                x = range(x, axis, p);
                axis++;
            } else {
                x = Ops.select(x, axis, place(x, axis, p.from()));
            }
        }
        return x;
    }

    private static long place(Tensor x, int axis, long index) {
        long n = x.size(axis);
        if (index < -n || index >= n) {
            throw new ShapeException("take index " + index + " of axis " + axis, x.type().toString(),
                    n == 0 ? "the axis is empty" : "use an index from " + -n + " to " + (n - 1));
        }
        return index < 0 ? index + n : index;
    }

    private static Tensor range(Tensor x, int axis, Step.Part p) {
        long n = x.size(axis);
        long step = p.step() == null ? 1 : p.step();
        if (step == 0) {
            throw new ShapeException("take a range of step 0", x.type().toString(),
                    "give a step of 1 or more, or a negative one");
        }
        if (step < 0) {
            return backward(x, axis, p, step);
        }
        long from = clamp(p.from() == null ? 0 : p.from(), n, 0, n);
        long to = Math.max(from, clamp(p.to() == null ? n : p.to(), n, 0, n));
        return from == 0 && to == n && step == 1 ? x : Ops.slice(x, axis, from, to, step);
    }

    /// Indices from high to low: those of the reversed axis.
    private static Tensor backward(Tensor x, int axis, Step.Part p, long step) {
        long n = x.size(axis);
        long from = p.from() == null ? n - 1 : clamp(p.from(), n, -1, n - 1);
        long to = p.to() == null ? -1 : clamp(p.to(), n, -1, n - 1);
        return Ops.slice(Ops.flip(x, axis), axis, n - 1 - from, Math.max(n - 1 - from, n - 1 - to), -step);
    }

    private static long clamp(long i, long n, long least, long most) {
        return Math.max(least, Math.min(most, i < 0 ? i + n : i));
    }

    /// A list of tensors of one shape along a new first axis; null where an item is no tensor.
    static Tensor stack(Value.Items items, Function<Value, Tensor> tensor) {
        var all = new ArrayList<Tensor>();
        for (var v : items.values()) {
            var t = tensor.apply(v);
            if (t == null) {
                return null;
            }
            all.add(t);
        }
        return Ops.stack(all, 0);
    }
}
