package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Product, maximum, minimum, and, or along axes (increasing), which the result lacks. The sum is [Sum].
///
/// The maximum or minimum of nothing is an infinity (for integers the smallest or largest number).
public record Reduce(Kind kind, List<Integer> axes) implements General {
    /// How two elements are combined.
    public enum Kind {
        PROD, MAX, MIN, AND, OR
    }

    @Override
    public String label() {
        return "reduce_" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        boolean logic = kind == Kind.AND || kind == Kind.OR;
        if (logic != (x.dtype() == DType.BOOL) || x.dtype().isHalf()) {
            throw new DTypeException("apply " + label() + " along axes " + axes, x.toString(),
                    logic ? "give bool, such as a comparison" : "convert to i32, i64, f32 or f64 first");
        }
        return List.of(x.with(Sum.without(x.shape(), axes)));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var type = types.getFirst();
        var moved = Sum.reducedLast(operands.getFirst(), axes);
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        long inner = out.count() == 0 ? 0 : moved.shape().count() / out.count();
        for (long o = 0; o < out.count(); o++) {
            if (type.dtype().isFloat()) {
                double sum = kind == Kind.PROD ? 1 : kind == Kind.MAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                for (long i = o * inner; i < (o + 1) * inner; i++) {
                    sum = combine(sum, moved.getDouble(i), type.dtype());
                }
                Elements.setDouble(type.dtype(), out, o, sum);
            } else {
                long sum = identity(type.dtype());
                for (long i = o * inner; i < (o + 1) * inner; i++) {
                    sum = combine(sum, moved.getLong(i));
                }
                Elements.setLong(type.dtype(), out, o, sum);
            }
        }
        return List.of(Concrete.of(type, out));
    }

    private double combine(double a, double b, DType dtype) {
        return switch (kind) {
            case PROD -> dtype == DType.FLOAT32 ? (float) a * (float) b : a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            default -> throw new NumericsException("apply " + label(), dtype.text(), "give bool");
        };
    }

    private long identity(DType dtype) {
        boolean narrow = dtype == DType.INT32;
        return switch (kind) {
            case PROD, AND -> 1;
            case OR -> 0;
            case MAX -> narrow ? Integer.MIN_VALUE : Long.MIN_VALUE;
            case MIN -> narrow ? Integer.MAX_VALUE : Long.MAX_VALUE;
        };
    }

    private long combine(long a, long b) {
        return switch (kind) {
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case AND -> a & b;
            case OR -> a | b;
        };
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Reduce(kind, Batch.shift(axes)), List.of(b.front(0)));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        if (tangents.getFirst() == null || kind == Kind.AND || kind == Kind.OR) {
            return Arrays.asList((Tensor) null);
        }
        return Dispatch.bind(new Sum(axes), List.of(Ops.mul(tangents.getFirst(), local(p))));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        if (cotangents.getFirst() == null || kind == Kind.AND || kind == Kind.OR) {
            return Arrays.asList((Tensor) null);
        }
        return List.of(Ops.mul(back(cotangents.getFirst(), p), local(p)));
    }

    /// The derivative of the result with respect to each element: a tie shares evenly.
    private Tensor local(Primals p) {
        var x = p.operand(0);
        if (kind == Kind.PROD) {
            return Ops.productOfOthers(x, axes);
        }
        var won = Ops.convert(Ops.eq(x, back(p.result(), p)), x.dtype());
        return Ops.div(won, back(Dispatch.bind(new Sum(axes), won), p));
    }

    private Tensor back(Tensor reduced, Primals p) {
        return new Sum(axes).transpose(p, List.of(reduced), null).getFirst();
    }
}
