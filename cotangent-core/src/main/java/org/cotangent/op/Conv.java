package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The general convolution (no kernel is flipped) of `x: [N, C, spatial...]` with `w: [O, C / groups, spatial...]` to
/// `[N, O, spatial...]`.
///
/// One number per spatial axis: the step of the window; elements added before and after (negative: taken away); the
/// spacing of the elements of `x` and of `w` (1: none). Padding and spacing put in zeros. With X and K the spaced
/// sizes, the result has `floor((X + low + high - K) / stride) + 1` places, none where the window does not fit.
public record Conv(List<Long> stride, List<Long> low, List<Long> high, List<Long> lhsDilation, List<Long> rhsDilation,
        long groups)
        implements Bilinear {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.get(0);
        var w = operands.get(1);
        if (x.dtype() != w.dtype() || !Domain.NUMBER.takes(x.dtype())) {
            throw new DTypeException("convolve", x + " and " + w, "give operands of one dtype, "
                    + Domain.NUMBER.text());
        }
        int rank = x.rank() - 2;
        parameters(x, w, rank);
        if (x.shape().size(1) != Math.multiplyExact(w.shape().size(1), groups) || w.shape().size(0) % groups != 0) {
            throw new ShapeException("convolve in " + groups + " groups", x + " with " + w,
                    "x: [N, C, ...] needs w: [O, C / groups, ...], "
                    + "and groups must divide O");
        }
        var sizes = new long[rank + 2];
        sizes[0] = x.shape().size(0);
        sizes[1] = w.shape().size(0);
        for (int a = 0; a < rank; a++) {
            sizes[a + 2] = places(x.shape().size(a + 2), w.shape().size(a + 2), a);
        }
        return List.of(x.with(Shape.of(sizes)));
    }

    private void parameters(TensorType x, TensorType w, int rank) {
        if (rank < 0 || w.rank() != x.rank()) {
            throw new ShapeException("convolve", x + " with " + w,
                    "give x: [N, C, spatial...] and w: [O, C / groups, spatial...]");
        }
        boolean fits = List.of(stride, low, high, lhsDilation, rhsDilation).stream().allMatch(l -> l.size() == rank);
        boolean positive = List.of(stride, lhsDilation, rhsDilation).stream().flatMap(List::stream)
                .allMatch(n -> n > 0);
        if (!fits || !positive || groups < 1) {
            throw new ShapeException("convolve " + x + " with " + w, toString(),
                    "give one number for each of the " + rank
                            + " spatial axes; strides, dilations and groups are 1 or more");
        }
    }

    private long places(long x, long w, int a) {
        long room = Math.addExact(Math.addExact(spaced(x, lhsDilation.get(a)), low.get(a)), high.get(a)) - spaced(w,
                rhsDilation.get(a));
        return room < 0 ? 0 : room / stride.get(a) + 1;
    }

    private static long spaced(long n, long dilation) {
        return n == 0 ? 0 : Math.addExact(Math.multiplyExact(n - 1, dilation), 1);
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return List.of(ReferenceConv.evaluate(this, operands.get(0), operands.get(1), types.getFirst()));
    }

    /// A batched operand lends its batch axis to N (x alone), to O (w alone), or to the groups (both).
    @Override
    public List<Tensor> batch(Batch b) {
        var x = b.operands().get(0);
        var w = b.operands().get(1);
        long n = b.size();
        if (n == 0) {
            var type = typeOf(List.of(b.type(0), b.type(1))).getFirst();
            return List.of(Ops.zeros(type.with(type.shape().insert(0, 0))));
        }
        if (!b.batched().get(1)) {
            return List.of(unmerge(Dispatch.bind(this, merge(x, 0), w), 0, n));
        }
        if (b.batched().get(0)) {
            var op = new Conv(stride, low, high, lhsDilation, rhsDilation, Math.multiplyExact(groups, n));
            var y = Dispatch.bind(op, merge(Ops.moveAxis(x, 0, 1), 1), merge(w, 0));
            return List.of(Ops.moveAxis(unmerge(y, 1, n), 1, 0));
        }
        var grouped = Ops.moveAxis(unmerge(w, 1, groups), 1, 0);
        var y = unmerge(unmerge(Dispatch.bind(this, x, merge(merge(grouped, 0), 0)), 1, groups), 2, n);
        return List.of(merge(Ops.moveAxis(y, 2, 0), 2));
    }

    /// Axis `a` and the next one as one.
    private static Tensor merge(Tensor t, int a) {
        return Ops.reshape(t, t.shape().remove(a).with(a, Math.multiplyExact(t.size(a), t.size(a + 1))).sizes());
    }

    /// Axis `a` as two, the first of size `n`.
    private static Tensor unmerge(Tensor t, int a, long n) {
        return Ops.reshape(t, t.shape().with(a, t.size(a) / n).insert(a, n).sizes());
    }

    /// ct convolved with the kernel flipped and its channels exchanged; strides and spacing of x change places.
    @Override
    public Tensor transposeLeft(Primals p, Tensor ct) {
        var x = p.operand(0).shape();
        var w = p.operand(1);
        var lo = new ArrayList<Long>();
        var hi = new ArrayList<Long>();
        for (int a = 0; a < stride.size(); a++) {
            lo.add(spaced(w.size(a + 2), rhsDilation.get(a)) - 1 - low.get(a));
            hi.add(spaced(x.size(a + 2), lhsDilation.get(a)) + low.get(a) - spaced(ct.size(a + 2), stride.get(a)));
        }
        var exchanged = merge(Ops.moveAxis(unmerge(w, 0, groups), 1, 2), 0);
        var flipped = w.rank() == 2 ? exchanged : Ops.flip(exchanged, IntStream.range(2, w.rank()).toArray());
        return Dispatch.bind(new Conv(lhsDilation, List.copyOf(lo), List.copyOf(hi), stride, rhsDilation, groups), ct,
                flipped);
    }

    /// x convolved with ct: examples are what is added up, strides and spacing of w change places.
    @Override
    public Tensor transposeRight(Primals p, Tensor ct) {
        var x = p.operand(0);
        var w = p.operand(1).shape();
        var hi = new ArrayList<Long>();
        for (int a = 0; a < stride.size(); a++) {
            hi.add(spaced(w.size(a + 2), rhsDilation.get(a)) - 1 + spaced(ct.size(a + 2), stride.get(a))
                    - spaced(x.size(a + 2), lhsDilation.get(a)) - low.get(a));
        }
        var op = new Conv(rhsDilation, low, List.copyOf(hi), lhsDilation, stride, groups);
        return Ops.moveAxis(Dispatch.bind(op, byChannel(x), Ops.moveAxis(ct, 0, 1)), 0, 1);
    }

    /// `[N, G * C, ...]` as `[C, G * N, ...]`.
    private Tensor byChannel(Tensor x) {
        var split = unmerge(x, 1, groups);
        var axes = IntStream.range(0, split.rank()).toArray();
        axes[0] = 2;
        axes[2] = 0;
        return merge(Ops.permute(split, axes), 1);
    }
}
