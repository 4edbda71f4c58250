package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.ReduceOp;

/// Product, maximum, minimum, and, or along axes (increasing), which the result lacks. The sum is [Sum].
///
/// Elements are combined in the order of [org.cotangent.lane.ReductionTree], seen as [ReductionView] says. NaN wins.
/// The maximum or minimum of nothing is an infinity (for integers the smallest or largest number). The derivative of
/// the product goes through exclusive running products, so zeros are exact; a tie of extremes shares evenly.
public record Reduce(Kind kind, List<Integer> axes) implements General {
    /// How two elements are combined.
    public enum Kind {
        PROD, MAX, MIN, AND, OR;

        /// The same as an operation of the reduction kernels.
        public ReduceOp combine() {
            return switch (this) {
                case PROD -> ReduceOp.PROD;
                case MAX -> ReduceOp.MAX;
                case MIN -> ReduceOp.MIN;
                case AND -> ReduceOp.AND;
                case OR -> ReduceOp.OR;
            };
        }
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
        return List.of(ReductionView.evaluate(kind.combine(), operands.getFirst(), axes, types.getFirst()));
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
