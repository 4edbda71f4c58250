package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.Samplers;
import org.cotangent.storage.Storage;

/// Int64 Poisson variates from keys and means.
public record RandomPoisson() implements Discrete {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(Tries.check("Poisson variates", operands).with(DType.INT64));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var out = Storage.allocate(DType.INT64.cell(), types.getFirst().shape().count());
        fill(operands, out, 0, out.count());
        return List.of(Concrete.of(types.getFirst(), out));
    }

    /// Draws the elements `from` to `to`.
    public void fill(List<Concrete> operands, Storage out, long from, long to) {
        long n = Tries.each(operands);
        for (long i = from; i < to; i++) {
            double mean = operands.get(1).getDouble(i);
            long k = Samplers.poisson(operands.get(0).getLong(i / n), i % n, mean);
            if (k < 0) {
                throw new NumericsException("draw Poisson variates", "a mean of " + mean + " at element " + i,
                        "give means that are 0 or more");
            }
            out.setLong(i, k);
        }
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.front(0), b.front(1)));
    }
}
