package org.cotangent.core;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.op.Binary;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Convert;
import org.cotangent.op.Domain;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Op;
import org.cotangent.op.Reshape;
import org.cotangent.op.Select;

/// Brings operands to one dtype and one shape, and keeps literal arithmetic literal.
final class Promotion {
    private Promotion() {
    }

    static Tensor unary(Elementwise op, Tensor x) {
        if (x instanceof Concrete c && c.isLiteral()) {
            var in = op.domain() == Domain.FLOAT ? as(c, DType.promote(c.dtype(), DType.FLOAT64)) : c;
            return folded(op, List.of(in));
        }
        var half = x.dtype();
        if (half.isHalf()) {
            return narrow(Dispatch.bind(op, convert(x, DType.FLOAT32)), half);
        }
        return Dispatch.bind(op, fit(op, x));
    }

    private static Tensor fit(Elementwise op, Tensor x) {
        return op.domain() == Domain.FLOAT && !x.dtype().isFloat() ? convert(x, DType.FLOAT32) : x;
    }

    static Tensor binary(Elementwise op, Tensor x, Tensor y) {
        var dtype = common(x, y);
        if (isLiteral(x) && isLiteral(y)) {
            var wide = op.domain() == Domain.FLOAT || op == Binary.DIV ? DType.FLOAT64 : dtype;
            return folded(op, List.of(as(x, wide), as(y, wide)));
        }
        if (dtype.isHalf()) {
            return narrow(binary(op, convert(x, DType.FLOAT32), convert(y, DType.FLOAT32)), dtype);
        }
        if (op.domain() == Domain.FLOAT && !dtype.isFloat()) {
            dtype = DType.FLOAT32;
        }
        if (op.domain() == Domain.NUMBER && dtype == DType.BOOL) {
            dtype = DType.INT32;
        }
        x = as(x, dtype);
        y = as(y, dtype);
        if (!x.shape().equals(y.shape())) {
            var shape = shape(op, x, y);
            x = stretch(x, shape);
            y = stretch(y, shape);
        }
        return Dispatch.bind(op, x, y);
    }

    static Tensor select(Tensor condition, Tensor a, Tensor b) {
        var dtype = common(a, b);
        a = as(a, dtype);
        b = as(b, dtype);
        var op = new Select();
        var shape = shape(op, condition, shape(op, a, b), a, b);
        return Dispatch.bind(op, List.of(stretch(condition, shape), stretch(a, shape), stretch(b, shape))).getFirst();
    }

    private static Shape shape(Op op, Tensor x, Tensor y) {
        return shape(op, x, y.shape(), y);
    }

    /// The shape to which `x` and what has the shape `other`, made of further operands, are broadcast.
    private static Shape shape(Op op, Tensor x, Shape other, Tensor... rest) {
        var s = Shape.broadcast(x.shape(), other);
        if (s == null) {
            var all = new ArrayList<>(List.of(rest));
            all.addFirst(x);
            throw Dimensions.named(new ShapeException("apply " + op.label(), x.type() + " and "
                    + rest[0].type().with(other), "broadcasting needs equal sizes, or size 1, "
                    + "for each axis counted from the last; reshape or transpose an operand"),
                    all.toArray(Tensor[]::new));
        }
        return s;
    }

    static boolean isLiteral(Tensor t) {
        return t instanceof Concrete c && c.isLiteral();
    }

    /// The dtype in which two operands meet: literals give way.
    static DType common(Tensor x, Tensor y) {
        if (isLiteral(x) == isLiteral(y)) {
            return DType.promote(x.dtype(), y.dtype());
        }
        var strong = isLiteral(x) ? y.dtype() : x.dtype();
        var weak = isLiteral(x) ? x.dtype() : y.dtype();
        if (weak.isFloat() && !strong.isFloat()) {
            return DType.FLOAT32;
        }
        return weak.isInt() && strong == DType.BOOL ? DType.INT32 : strong;
    }

    private static Tensor as(Tensor x, DType dtype) {
        if (x.dtype() == dtype) {
            return x;
        }
        if (x instanceof Concrete c && c.isLiteral()) {
            return c.dtype().isInt() && dtype.isInt() ? Concrete.literal(dtype, c.getLong(0))
                    : Concrete.literal(dtype, c.getDouble(0));
        }
        return convert(x, dtype);
    }

    static Tensor convert(Tensor x, DType dtype) {
        return x.dtype() == dtype ? x : isLiteral(x) ? as(x, dtype) : Dispatch.bind(new Convert(dtype), x);
    }

    private static Tensor narrow(Tensor y, DType half) {
        return y.dtype() == DType.FLOAT32 ? convert(y, half) : y;
    }

    private static Tensor folded(Elementwise op, List<Tensor> operands) {
        return ((Concrete) Dispatch.evaluate(op, operands).getFirst()).asLiteral(true);
    }

    /// The operand repeated to the shape; literals fit any shape and stay as they are.
    static Tensor stretch(Tensor x, Shape shape) {
        if (isLiteral(x) || x.shape().equals(shape)) {
            return x;
        }
        int lead = shape.rank() - x.rank();
        var axes = new ArrayList<Integer>();
        for (int i = 0; i < x.rank(); i++) {
            if (x.size(i) != 1 || shape.size(lead + i) == 1) {
                axes.add(lead + i);
            }
        }
        if (axes.size() < x.rank()) {
            var kept = axes.stream().mapToLong(a -> shape.size(a)).toArray();
            x = Dispatch.bind(new Reshape(Shape.of(kept)), x);
        }
        return Dispatch.bind(new Broadcast(shape, List.copyOf(axes)), x);
    }
}
