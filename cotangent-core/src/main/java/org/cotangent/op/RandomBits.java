package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.lane.LaneInterpreter;
import org.cotangent.storage.Storage;

/// Random numbers of one kind from keys: `type` for each key of an int64 tensor, whose axes come first.
///
/// Element i of a key (row-major) is a function of the key and of the counter `stream * 2^62 + i` only: the same at any
/// shape, position, width of vectors and number of threads. Streams 0 to 3 of one key are independent.
public record RandomBits(Variate variate, TensorType type, int stream) implements Discrete {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        if (operands.size() != 1 || operands.getFirst().dtype() != DType.INT64) {
            throw new DTypeException("draw random numbers from a key", operands.toString(),
                    "give a key: key(seed), or what split and foldIn make of one; keys are int64");
        }
        if (!variate.gives(type.dtype())) {
            throw new DTypeException("draw " + variate + " of dtype " + type.dtype(), operands.toString(),
                    variate == Variate.BITS ? "ask for i32 or i64" : "ask for f32 or f64");
        }
        if (stream < 0 || stream > 3) {
            throw new ShapeException("draw from stream " + stream, operands.toString(), "use streams 0 to 3");
        }
        return List.of(type.with(joined(operands.getFirst().shape(), type.shape())));
    }

    /// The axes of `a`, then those of `b`.
    static Shape joined(Shape a, Shape b) {
        return Shape.of(LongStream.concat(Arrays.stream(a.sizes()), Arrays.stream(b.sizes())).toArray());
    }

    /// The counter of element 0.
    public long counter() {
        return (long) stream << 62;
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var keys = operands.getFirst();
        var result = types.getFirst();
        var out = Storage.allocate(result.dtype().cell(), result.shape().count());
        var interpreter = new LaneInterpreter(variate.program(result.dtype()));
        long n = type.shape().count();
        boolean wide = result.dtype().lane().bits() == 64;
        for (long i = 0; i < out.count(); i++) {
            long key = keys.getLong(i / n);
            long counter = counter() + i % n;
            ReferenceElementwise.write(out, i, wide ? interpreter.run(counter, key, 0)
                    : interpreter.run((int) counter, key >> 32, (int) key, counter >> 32, 0));
        }
        return List.of(Concrete.of(result, out));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.front(0)));
    }
}
