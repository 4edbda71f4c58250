package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.LaneProgram;

/// An operation that treats every element alike; all operands have one shape and one dtype, scalar literals fit any
/// shape.
public sealed interface Elementwise extends Op permits UnaryRow, BinaryRow, PowInt, Polygamma, IgammaShape {
    /// Number of operands.
    int arity();

    /// Which dtypes it takes.
    Domain domain();

    /// What one element of the given dtype goes through.
    LaneProgram program(DType dtype);

    /// The local derivative with respect to operand `i`, or null where it is zero or there is none.
    Tensor local(int i, Primals p);

    /// The dtype of the result for operands of `dtype`.
    default DType resultType(DType dtype) {
        return dtype;
    }

    @Override
    default List<TensorType> typeOf(List<TensorType> operands) {
        var dtype = operands.getFirst().dtype();
        var shape = Shape.SCALAR;
        for (var t : operands) {
            if (t.dtype() != dtype || !domain().takes(dtype)) {
                throw new DTypeException("apply " + label(), operands.toString(), "give operands of one dtype, "
                        + domain().text());
            }
            if (t.rank() > 0 && shape.rank() > 0 && !shape.equals(t.shape())) {
                throw new ShapeException("apply " + label(), operands.toString(),
                        "give operands of one shape, or broadcast them first");
            }
            shape = t.rank() > 0 ? t.shape() : shape;
        }
        return List.of(new TensorType(shape, resultType(dtype)));
    }

    @Override
    default List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        checkDivisor(operands);
        return List.of(ReferenceElementwise.evaluate(program(operands.getFirst().dtype()), operands, types.getFirst()));
    }

    @Override
    default List<Tensor> batch(Batch b) {
        var operands = new ArrayList<Tensor>();
        for (int i = 0; i < b.operands().size(); i++) {
            operands.add(b.frontOrLiteral(i));
        }
        return Dispatch.bind(this, operands);
    }

    @Override
    default List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        Tensor sum = null;
        for (int i = 0; i < tangents.size(); i++) {
            if (tangents.get(i) != null) {
                sum = Rules.plus(sum, Rules.times(tangents.get(i), local(i, p)));
            }
        }
        return Arrays.asList(sum);
    }

    @Override
    default List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var out = new Tensor[wanted.length];
        Tensor last = null;
        for (int i = 0; i < out.length; i++) {
            var local = wanted[i] ? local(i, p) : null;
            out[i] = local != null && local == last ? out[i - 1] : Rules.times(cotangents.getFirst(), local);
            last = local;
        }
        return Arrays.asList(out);
    }

    /// Refuses an integer division by zero.
    default void checkDivisor(List<Concrete> operands) {
        if (this instanceof Binary b && b.refusesZero(operands.getFirst().dtype())) {
            var y = operands.get(1);
            for (long i = 0; i < y.shape().count(); i++) {
                if (y.getLong(i) == 0) {
                    throw new NumericsException("apply " + label() + " to integers", "a divisor of 0 at element " + i,
                            "keep zeros out of the divisor, or divide floats");
                }
            }
        }
    }
}
