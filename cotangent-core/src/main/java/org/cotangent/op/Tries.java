package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.ShapeException;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// What the draws of one parameter for each element share: operands (keys, parameters), where the keys' axes are the
/// first axes of the parameters, and element i of a key has the counter i.
public final class Tries {
    private Tries() {
    }

    /// Draws the elements `from` to `to`.
    @FunctionalInterface
    public interface Fill {
        void of(List<Concrete> operands, Storage out, long from, long to);
    }

    /// The parameters' type, if the operands fit.
    static TensorType check(String what, List<TensorType> operands) {
        if (operands.size() != 2 || operands.get(0).dtype() != DType.INT64) {
            throw new DTypeException("draw " + what, operands.toString(),
                    "give a key, such as key(seed), which is int64, and the parameter");
        }
        var parameter = operands.get(1);
        if (!Domain.FLOAT.takes(parameter.dtype())) {
            throw new DTypeException("draw " + what, parameter.toString(), "give a parameter of dtype f32 or f64");
        }
        var keys = operands.get(0).shape();
        for (int i = 0; i < keys.rank(); i++) {
            if (i >= parameter.rank() || parameter.shape().size(i) != keys.size(i)) {
                throw new ShapeException("draw " + what, operands.toString(),
                        "give parameters whose first axes are those of the keys");
            }
        }
        return parameter;
    }

    /// Elements of one key.
    static long each(List<Concrete> operands) {
        return operands.get(1).shape().count() / Math.max(1, operands.get(0).shape().count());
    }
}
