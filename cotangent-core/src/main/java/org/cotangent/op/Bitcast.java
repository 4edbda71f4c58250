package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The same bits read as another dtype; a narrower one gives a new last axis (in the machine's byte order), a wider
/// one takes it.
public record Bitcast(DType dtype) implements Discrete {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        int from = x.dtype().cell().bytes();
        int to = dtype.cell().bytes();
        if (x.dtype() == DType.BOOL || dtype == DType.BOOL) {
            throw new DTypeException("read bits as " + dtype, x.toString(),
                    "bool has no bits of its own; convert it to an integer first");
        }
        if (from == to) {
            return List.of(x.with(dtype));
        }
        if (from > to) {
            return List.of(new TensorType(x.shape().insert(x.rank(), from / to), dtype));
        }
        if (x.rank() == 0 || x.shape().size(-1) != to / from) {
            throw new ShapeException("read bits as " + dtype, x.toString(), "give a last axis of size " + to / from);
        }
        return List.of(new TensorType(x.shape().remove(-1), dtype));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return List.of(Concrete.of(types.getFirst(),
                Storage.copyOf(dtype.cell(), operands.getFirst().storage().segment())));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        typeOf(List.of(b.type(0)));
        return Dispatch.bind(this, List.of(b.front(0)));
    }
}
