package org.cotangent.op;

import java.util.Collections;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The elements as another dtype: float to integer truncates, saturates and sends NaN to 0; anything but 0 is true.
public record Convert(DType dtype) implements Linear {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(operands.getFirst().with(dtype));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        var out = Storage.allocate(dtype.cell(), x.shape().count());
        for (long i = 0; i < out.count(); i++) {
            if (x.dtype().isInt() && dtype != DType.BOOL) {
                Elements.setLong(dtype, out, i, x.getLong(i));
            } else {
                Elements.setDouble(dtype, out, i, x.getDouble(i));
            }
        }
        return List.of(Concrete.of(types.getFirst(), out));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.front(0)));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return dtype.isFloat() ? Linear.super.jvp(p, tangents) : Collections.singletonList(null);
    }

    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var from = p.operand(0).dtype();
        return from.isFloat() && dtype.isFloat() ? Dispatch.bind(new Convert(from), cotangents)
                : Collections.singletonList(null);
    }
}
