package org.cotangent.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.op.AxisList;
import org.cotangent.op.Bitcast;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Concat;
import org.cotangent.op.Flip;
import org.cotangent.op.Pad;
import org.cotangent.op.Permute;
import org.cotangent.op.Reshape;
import org.cotangent.op.Slice;
import org.cotangent.op.Split;

/// Functions that move the elements of tensors. Axes may be negative and then count from the last.
public class ShapeOps extends CreateOps {
    ShapeOps() {
    }

    /// The same elements in row-major order under another shape; one size may be -1 and is worked out.
    public static Tensor reshape(Tensor x, long... sizes) {
        var shape = Shapes.infer(x.type(), sizes);
        return shape.equals(x.shape()) ? x : Dispatch.bind(new Reshape(shape), x);
    }

    /// The axes in another order; none given: reversed.
    public static Tensor permute(Tensor x, int... axes) {
        var order = new int[axes.length == 0 ? x.rank() : axes.length];
        boolean same = order.length == x.rank();
        for (int i = 0; i < order.length; i++) {
            order[i] = axes.length == 0 ? order.length - 1 - i : x.shape().axis(axes[i]);
            same &= order[i] == i;
        }
        return same ? x : Dispatch.bind(new Permute(AxisList.of(order)), x);
    }

    /// The last two axes exchanged.
    public static Tensor transpose(Tensor x) {
        if (x.rank() < 2) {
            throw new ShapeException("transpose", x.type().toString(), "give a tensor with two axes or more");
        }
        var axes = IntStream.range(0, x.rank()).toArray();
        axes[x.rank() - 1] = x.rank() - 2;
        axes[x.rank() - 2] = x.rank() - 1;
        return permute(x, axes);
    }

    /// One axis moved to another place, the others in their order.
    public static Tensor moveAxis(Tensor x, int from, int to) {
        var axes = new ArrayList<>(AxisList.range(x.rank()));
        axes.add(x.shape().axis(to), axes.remove(x.shape().axis(from)));
        return permute(x, AxisList.ints(axes));
    }

    /// The operand repeated to a shape as NumPy's broadcasting does.
    public static Tensor broadcastTo(Tensor x, Shape shape) {
        if (!shape.equals(Shape.broadcast(x.shape(), shape))) {
            throw new ShapeException("broadcast to " + shape, x.type().toString(),
                    "sizes must be equal or 1, counted from the last axis");
        }
        var plain = x instanceof Concrete c ? c.asLiteral(false) : x;
        return Promotion.stretch(plain, shape);
    }

    /// A new axis of size 1 before `axis`.
    public static Tensor expandDims(Tensor x, int axis) {
        int a = axis < 0 ? axis + x.rank() + 1 : axis;
        return reshape(x, x.shape().insert(a, 1).sizes());
    }

    /// A reduced tensor repeated along the axes that were reduced, so that it has `shape` again.
    public static Tensor restore(Tensor reduced, Shape shape, int... axes) {
        var gone = new int[axes.length];
        for (int i = 0; i < gone.length; i++) {
            gone[i] = shape.axis(axes[i]);
        }
        return gone.length == 0 ? reduced
                : Dispatch.bind(new Broadcast(shape, AxisList.others(shape.rank(), AxisList.of(gone))), reduced);
    }

    /// Without the given axes, which must have size 1; none given: without all axes of size 1.
    public static Tensor squeeze(Tensor x, int... axes) {
        var gone = axes.length == 0 ? IntStream.range(0, x.rank()).filter(a -> x.size(a) == 1).boxed().toList()
                : Shapes.axes(x.type(), axes);
        for (int a : gone) {
            if (x.size(a) != 1) {
                throw new ShapeException("squeeze axis " + a, x.type().toString(),
                        "only axes of size 1 can go; use reshape or select");
            }
        }
        return reshape(x, AxisList.at(x.shape().sizes(), AxisList.others(x.rank(), gone)));
    }

    /// All elements as a vector, row-major.
    public static Tensor ravel(Tensor x) {
        return reshape(x, x.shape().count());
    }

    /// The axes from `first` to `last`, both included, made one.
    public static Tensor flatten(Tensor x, int first, int last) {
        if (x.rank() == 0) {
            return reshape(x, 1);
        }
        int from = x.shape().axis(first);
        int to = x.shape().axis(last);
        if (from > to) {
            throw new ShapeException("flatten axes " + first + " to " + last, x.type().toString(),
                    "give the first axis first");
        }
        long size = IntStream.rangeClosed(from, to).mapToLong(x::size).reduce(1, Math::multiplyExact);
        var sizes = x.shape().sizes();
        return reshape(x, LongStream.of(splice(sizes, from, to + 1, size)).toArray());
    }

    /// One axis made several, whose sizes multiply to its size; one of them may be -1.
    public static Tensor unflatten(Tensor x, int axis, long... sizes) {
        int a = x.shape().axis(axis);
        var inner = Shapes.infer(x.type().with(Shape.of(x.size(a))), sizes);
        return reshape(x, splice(x.shape().sizes(), a, a + 1, inner.sizes()));
    }

    private static long[] splice(long[] sizes, int from, int to, long... with) {
        return LongStream.concat(LongStream.concat(Arrays.stream(sizes, 0, from), Arrays.stream(with)),
                Arrays.stream(sizes, to, sizes.length)).toArray();
    }

    /// Two axes exchanged.
    public static Tensor swapAxes(Tensor x, int a, int b) {
        var axes = IntStream.range(0, x.rank()).toArray();
        axes[x.shape().axis(a)] = x.shape().axis(b);
        axes[x.shape().axis(b)] = x.shape().axis(a);
        return x.rank() == 0 ? x : permute(x, axes);
    }

    /// The elements from `start` up to `stop` (exclusive) along an axis; see [#slice(Tensor, int, long, long, long)].
    public static Tensor slice(Tensor x, int axis, long start, long stop) {
        return slice(x, axis, start, stop, 1);
    }

    /// Every `step`-th element from `start` to before `stop` along an axis; a negative step goes backwards.
    ///
    /// Negative bounds count from the end, so `size - 1` down to `-size - 1` in steps of -1 is all in reverse.
    /// A bound outside the axis is a [NumericsException]; nothing is left where stop is not ahead of start.
    public static Tensor slice(Tensor x, int axis, long start, long stop, long step) {
        int a = x.shape().axis(axis);
        long n = x.size(a);
        long from = start < 0 ? start + n : start;
        long to = stop < 0 ? stop + n : stop;
        long first = step > 0 ? 0 : -1;
        boolean inside = first <= from && from <= (step > 0 ? n : Math.max(n - 1, 0)) && first <= to && to <= n;
        if (step == 0 || !inside) {
            throw new NumericsException("slice axis " + axis + " from " + start + " to " + stop + " in steps of "
                    + step,
                    "size " + n + " of axis " + a + " of " + x.type(),
                    "give bounds from " + -n + " to " + n + " and a step that is not 0");
        }
        long count = Math.max(0, Math.ceilDiv(to - from, step));
        if (step < 0 && count > 0) {
            return flip(cut(x, a, from + (count - 1) * step, from + 1, -step), a);
        }
        return cut(x, a, count == 0 ? 0 : from, count == 0 ? 0 : from + (count - 1) * step + 1, step < 0 ? 1 : step);
    }

    private static Tensor cut(Tensor x, int axis, long start, long limit, long step) {
        var limits = x.shape().sizes();
        var starts = new long[limits.length];
        var steps = new long[limits.length];
        Arrays.fill(steps, 1);
        starts[axis] = start;
        limits[axis] = limit;
        steps[axis] = step;
        return slice(x, starts, limits, steps);
    }

    /// The box from `start` up to `limit` (exclusive), both within the tensor, along all axes.
    public static Tensor slice(Tensor x, long[] start, long[] limit) {
        var steps = new long[start.length];
        Arrays.fill(steps, 1);
        return slice(x, start, limit, steps);
    }

    /// Every `step`-th element of the box from `start` up to `limit`: 0 <= start <= limit <= size, step > 0.
    public static Tensor slice(Tensor x, long[] start, long[] limit, long[] step) {
        boolean all = start.length == x.rank() && step.length == x.rank() && Arrays.equals(limit, x.shape().sizes());
        for (int a = 0; all && a < step.length; a++) {
            all = step[a] == 1 && start[a] == 0;
        }
        return all ? x
                : Dispatch.bind(new Slice(AxisList.longs(start), AxisList.longs(limit), AxisList.longs(step)), x);
    }

    /// The part at one index of an axis, which the result lacks; a negative index counts from the end.
    public static Tensor select(Tensor x, int axis, long index) {
        int a = x.shape().axis(axis);
        long i = index < 0 ? index + x.size(a) : index;
        if (i < 0 || i >= x.size(a)) {
            throw new NumericsException("select index " + index + " of axis " + axis,
                    "size " + x.size(a) + " of axis " + a + " of " + x.type(), x.size(a) == 0
                    ? "an axis of size 0 has no index" : "give an index from " + -x.size(a) + " to " + (x.size(a) - 1));
        }
        return squeeze(cut(x, a, i, i + 1, 1), a);
    }

    /// The part at the given indices of the first axes, which the result lacks.
    public static Tensor index(Tensor x, long... indices) {
        var y = x;
        for (long i : indices) {
            y = select(y, 0, i);
        }
        return y;
    }

    /// The tensors one behind the other along an axis, in their common dtype.
    public static Tensor concat(List<Tensor> parts, int axis) {
        if (parts.isEmpty()) {
            throw new ShapeException("concatenate along axis " + axis, "no tensors", "give one or more");
        }
        var dtype = parts.getFirst().dtype();
        for (var p : parts) {
            dtype = DType.promote(dtype, p.dtype());
        }
        var all = new ArrayList<Tensor>();
        for (var p : parts) {
            all.add(convert(p, dtype));
        }
        return all.size() == 1 ? all.getFirst() : Dispatch.bind(new Concat(parts.getFirst().shape().axis(axis)), all)
                .getFirst();
    }

    /// The tensors one behind the other along an axis.
    public static Tensor concat(int axis, Tensor... parts) {
        return concat(List.of(parts), axis);
    }

    /// Tensors of one shape side by side along a new axis before `axis`.
    public static Tensor stack(List<Tensor> parts, int axis) {
        if (parts.isEmpty()) {
            throw new ShapeException("stack along axis " + axis, "no tensors", "give one or more");
        }
        int a = axis < 0 ? axis + parts.getFirst().rank() + 1 : axis;
        return concat(parts.stream().map(p -> expandDims(p instanceof Concrete c ? c.asLiteral(false) : p, a))
                .toList(), a);
    }

    /// Tensors of one shape side by side along a new axis before `axis`.
    public static Tensor stack(int axis, Tensor... parts) {
        return stack(List.of(parts), axis);
    }

    /// An axis cut into pieces of the given sizes, which add up to its size.
    public static List<Tensor> split(Tensor x, int axis, long... sizes) {
        return Dispatch.bind(new Split(x.shape().axis(axis), AxisList.longs(sizes)), List.of(x));
    }

    /// An axis cut into `parts` pieces of one size.
    public static List<Tensor> splitEvenly(Tensor x, int parts, int axis) {
        long n = x.size(axis);
        if (parts < 1 || n % parts != 0) {
            throw new ShapeException("split axis " + axis + " into " + parts + " equal parts", x.type().toString(),
                    "the number of parts must divide the size " + n + "; or give the sizes to split(x, axis, sizes)");
        }
        return split(x, axis, Collections.nCopies(parts, n / parts).stream().mapToLong(Long::longValue).toArray());
    }

    /// The parts at all indices of an axis, which they lack.
    public static List<Tensor> unstack(Tensor x, int axis) {
        int a = x.shape().axis(axis);
        return splitEvenly(x, Math.toIntExact(x.size(a)), a).stream().map(p -> squeeze(p, a)).toList();
    }

    /// The whole repeated along each axis; the counts belong to the last axes, missing ones are 1, further ones make
    /// new axes.
    public static Tensor tile(Tensor x, long... counts) {
        int rank = Math.max(x.rank(), counts.length);
        var sizes = new long[2 * rank];
        var result = new long[rank];
        var axes = new ArrayList<Integer>();
        for (int a = 0; a < rank; a++) {
            int own = a - (rank - x.rank());
            int c = a - (rank - counts.length);
            sizes[2 * a] = c < 0 ? 1 : counts[c];
            sizes[2 * a + 1] = own < 0 ? 1 : x.size(own);
            result[a] = Math.multiplyExact(sizes[2 * a], sizes[2 * a + 1]);
            if (own >= 0) {
                axes.add(2 * a + 1);
            }
        }
        return reshape(Dispatch.bind(new Broadcast(Shape.of(sizes), List.copyOf(axes)), x), result);
    }

    /// Each element along an axis `n` times in a row.
    public static Tensor repeat(Tensor x, long n, int axis) {
        int a = x.shape().axis(axis);
        var shape = x.shape().insert(a + 1, n);
        var axes = IntStream.range(0, shape.rank()).filter(i -> i != a + 1).boxed().toList();
        return reshape(Dispatch.bind(new Broadcast(shape, axes), x), x.shape()
                .with(a, Math.multiplyExact(x.size(a), n)).sizes());
    }

    /// The elements moved `shift` places along an axis; what leaves at one end comes back at the other.
    public static Tensor roll(Tensor x, long shift, int axis) {
        long n = x.size(axis);
        long k = n == 0 ? 0 : Math.floorMod(shift, n);
        return k == 0 ? x : concat(axis, slice(x, axis, n - k, n), slice(x, axis, 0, n - k));
    }

    /// Reversed along the axes; none given: along all.
    public static Tensor flip(Tensor x, int... axes) {
        var along = Shapes.axes(x.type(), axes);
        return along.isEmpty() ? x : Dispatch.bind(new Flip(along), x);
    }

    /// With `low` copies of a value before and `high` behind the elements of each axis; negative numbers take
    /// elements away.
    public static Tensor pad(Tensor x, long[] low, long[] high, double value) {
        return pad(x, low, high, new long[low.length], scalar(value));
    }

    /// With copies of the scalar `value` before, behind and (`interior`) between the elements of each axis; linear in
    /// both.
    public static Tensor pad(Tensor x, long[] low, long[] high, long[] interior, Tensor value) {
        return Dispatch.bind(new Pad(AxisList.longs(low), AxisList.longs(high), AxisList.longs(interior)), x,
                convert(value, x.dtype()));
    }

    /// With copies of its own elements before and behind those of each axis, as the mode says.
    public static Tensor pad(Tensor x, long[] low, long[] high, PadMode mode) {
        if (low.length != x.rank() || high.length != x.rank()) {
            throw new ShapeException("pad by " + Arrays.toString(low) + " and " + Arrays.toString(high), x.type()
                    .toString(),
                    "give two numbers for each axis");
        }
        var y = x;
        for (int a = 0; a < low.length; a++) {
            y = mode.pad(y, a, low[a], high[a]);
        }
        return y;
    }

    /// The bits read as another dtype; a narrower one gives a new last axis, a wider one takes it. It has no
    /// derivative.
    public static Tensor bitcast(Tensor x, DType dtype) {
        return Dispatch.bind(new Bitcast(dtype), x instanceof Concrete c ? c.asLiteral(false) : x);
    }
}
