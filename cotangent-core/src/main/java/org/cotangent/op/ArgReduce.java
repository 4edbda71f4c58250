package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// The int64 index of the largest or smallest element along an axis, which the result lacks; the first one at ties;
/// NaN wins.
public record ArgReduce(Kind kind, int axis) implements Discrete {
    /// Which element is looked for.
    public enum Kind {
        MAX, MIN
    }

    @Override
    public String label() {
        return kind == Kind.MAX ? "argmax" : "argmin";
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.shape().size(axis) == 0) {
            throw new ShapeException("apply " + label() + " along axis " + axis, x.toString(),
                    "give an axis with one element or more");
        }
        return List.of(new TensorType(x.shape().remove(axis), DType.INT64));
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var x = operands.getFirst();
        var lines = Lines.of(x.shape(), axis);
        var out = Storage.allocate(DType.INT64.cell(), types.getFirst().shape().count());
        for (long i = 0; i < out.count(); i++) {
            long best = 0;
            for (long k = 1; k < lines.n(); k++) {
                best = beats(x, lines.at(i, k, false), lines.at(i, best, false)) ? k : best;
            }
            out.setLong(i, best);
        }
        return List.of(Concrete.of(types.getFirst(), out));
    }

    private boolean beats(Concrete x, long p, long q) {
        if (!x.dtype().isFloat()) {
            return kind == Kind.MAX ? x.getLong(p) > x.getLong(q) : x.getLong(p) < x.getLong(q);
        }
        double a = x.getDouble(p);
        double b = x.getDouble(q);
        return !Double.isNaN(b) && (Double.isNaN(a) || (kind == Kind.MAX ? a > b : a < b));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new ArgReduce(kind, axis + 1), List.of(b.front(0)));
    }
}
