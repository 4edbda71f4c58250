package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Storage;

/// Where the condition holds the second operand, elsewhere the third; scalar literals fit any shape.
public record Select() implements Linear {
    /// What one element goes through.
    public static LaneProgram program(DType dtype) {
        var lane = dtype.lane();
        var chosen = Lane.input(0, LaneType.MASK).select(Lane.input(1, lane), Lane.input(2, lane));
        return new LaneProgram("select." + dtype.text(), List.of(LaneType.MASK, lane, lane), chosen);
    }

    @Override
    public boolean isLinearIn(int i) {
        return i > 0;
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var dtype = operands.get(1).dtype();
        if (operands.get(0).dtype() != DType.BOOL || operands.get(2).dtype() != dtype) {
            throw new DTypeException("select", operands.toString(),
                    "give a bool condition and two operands of one dtype");
        }
        var shape = Shape.SCALAR;
        for (var t : operands) {
            if (t.rank() > 0 && shape.rank() > 0 && !shape.equals(t.shape())) {
                throw new ShapeException("select", operands.toString(),
                        "give three operands of one shape, or broadcast them first");
            }
            shape = t.rank() > 0 ? t.shape() : shape;
        }
        return List.of(new TensorType(shape, dtype));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var type = types.getFirst();
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var condition = operands.get(0);
        for (long i = 0; i < out.count(); i++) {
            var from = operands.get(condition.getLong(condition.rank() == 0 ? 0 : i) != 0 ? 1 : 2);
            Strided.copyCell(from.storage(), from.rank() == 0 ? 0 : i, out, i);
        }
        return List.of(Concrete.of(type, out));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.frontOrLiteral(0), b.frontOrLiteral(1), b.frontOrLiteral(2)));
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        return Arrays.asList(null,
                wanted[1] ? Ops.where(p.operand(0), ct, Ops.scalar(0)) : null,
                wanted[2] ? Ops.where(p.operand(0), Ops.scalar(0), ct) : null);
    }
}
