package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.storage.Storage;

/// The product, maximum or minimum of the elements up to each one along an axis, or from each one on when `reverse`.
///
/// Elements are combined one after the other. NaN stays once it has come. At a tie the derivative of an extreme goes to
/// the element that came first. The derivative of the product is a [Recurrence] and so is exact where there are zeros.
public record Cumulative(Kind kind, int axis, boolean reverse) implements Ordering {
    /// How two elements are combined.
    public enum Kind {
        PROD, MAX, MIN;

        /// The same as an operation of the running kernels.
        public ReduceOp combine() {
            return this == PROD ? ReduceOp.PROD : this == MAX ? ReduceOp.MAX : ReduceOp.MIN;
        }
    }

    /// Two floats combined.
    @FunctionalInterface
    interface FloatBinaryOperator {
        float apply(float a, float b);
    }

    @Override
    public String label() {
        return "cum" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(CumSum.cumulative(label(), operands.getFirst(), axis));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        return List.of(switch (kind) {
            case PROD -> run(x, axis, reverse, (a, b) -> a * b, (a, b) -> a * b, (a, b) -> a * b);
            case MAX -> run(x, axis, reverse, Math::max, Math::max, Math::max);
            case MIN -> run(x, axis, reverse, Math::min, Math::min, Math::min);
        });
    }

    static Concrete run(Concrete x, int axis, boolean reverse, DoubleBinaryOperator doubles, LongBinaryOperator longs,
            FloatBinaryOperator floats) {
        var out = Storage.allocate(x.dtype().cell(), x.shape().count());
        var lines = Lines.of(x.shape(), axis);
        for (long i = 0; i < lines.count(); i++) {
            for (long k = 0; k < lines.n(); k++) {
                long at = lines.at(i, k, reverse);
                long before = k == 0 ? at : lines.at(i, k - 1, reverse);
                if (k == 0) {
                    Strided.copyCell(x.storage(), at, out, at);
                } else if (x.dtype() == DType.FLOAT32) {
                    out.setFloat(at, floats.apply(out.getFloat(before), x.storage().getFloat(at)));
                } else if (x.dtype() == DType.FLOAT64) {
                    out.setDouble(at, doubles.applyAsDouble(out.getDouble(before), x.storage().getDouble(at)));
                } else {
                    long sum = longs.applyAsLong(Elements.getLong(x.dtype(), out, before), x.getLong(at));
                    Elements.setLong(x.dtype(), out, at, sum);
                }
            }
        }
        return Concrete.of(x.type(), out);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Cumulative(kind, axis + 1, reverse), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var t = tangents.getFirst();
        if (t == null) {
            return Arrays.asList((Tensor) null);
        }
        if (kind == Kind.PROD) {
            var b = Ops.mul(before(p, Ops.scalar(1)), t);
            return Dispatch.bind(new Recurrence(axis, reverse), List.of(p.operand(0), b));
        }
        return List.of(Along.take(t, winners(p), axis));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        if (kind == Kind.PROD) {
            var factor = Along.shifted(p.operand(0), axis, !reverse, Ops.scalar(0));
            var sum = Dispatch.bind(new Recurrence(axis, !reverse), List.of(factor, ct)).getFirst();
            return List.of(Ops.mul(before(p, Ops.scalar(1)), sum));
        }
        return List.of(Along.put(ct, winners(p), axis, p.operand(0).shape()));
    }

    /// What the results were before each element, and `first` before the first one.
    private Tensor before(Primals p, Tensor first) {
        return Along.shifted(p.result(), axis, reverse, first);
    }

    /// For each element the index of the element that is the extreme so far; extremes keep their place until beaten.
    private Tensor winners(Primals p) {
        var x = p.operand(0);
        var y = p.result();
        var last = before(p, Ops.scalar(0));
        var index = Ops.broadcastTo(line(x), x.shape());
        var first = Ops.eq(index, Ops.scalar(reverse ? x.size(axis) - 1 : 0));
        var comes = Ops.and(Ops.ne(y, last), Ops.or(Ops.eq(last, last), Ops.eq(y, y)));
        var at = Ops.where(Ops.or(first, comes), index, Ops.scalar(reverse ? x.size(axis) : -1));
        return Dispatch.bind(new Cumulative(reverse ? Kind.MIN : Kind.MAX, axis, reverse), at);
    }

    /// 0, 1, ... along the axis, of size 1 along the others.
    private Tensor line(Tensor x) {
        var sizes = new long[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = x.size(axis);
        return Ops.reshape(Ops.arange(x.size(axis), DType.INT64), sizes);
    }
}
