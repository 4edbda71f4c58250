package org.cotangent.nn;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.dynamicUpdate;
import static org.cotangent.core.Ops.scalar;

import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.State;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The keys and values of all tokens so far, so that generating the next one computes that one alone.
///
/// @param keys   `[..., groups, most, d]`, of which the first `length` places are filled
/// @param values `[..., groups, most, e]`
/// @param length number of tokens so far, an int64 scalar
public record KvCache(Tensor keys, Tensor values, Tensor length) implements State {
    /// An empty cache for at most `most` tokens of one sequence.
    public static KvCache of(TensorType keys, TensorType values) {
        return new KvCache(Ops.zeros(keys), Ops.zeros(values), Ops.zeros(TensorType.of(DType.INT64)));
    }

    /// With the keys and values of n more tokens. Where the length is not known while a program is written down, the
    /// caller sees to it that they fit: past the end they would overwrite the last places.
    ///
    /// @throws ShapeException where the length is known and there is no room
    public KvCache with(Tensor newKeys, Tensor newValues) {
        long n = newKeys.size(-2);
        long most = keys.size(-2);
        if (n > most || length instanceof Concrete c && c.getLong(0) + n > most) {
            throw new ShapeException("keep " + n + " more tokens", "a cache for " + most + " tokens, filled so far: "
                    + (length instanceof Concrete c ? c.getLong(0) : "unknown"), "make a longer cache");
        }
        return new KvCache(dynamicUpdate(keys, keys.rank() - 2, newKeys, length),
                dynamicUpdate(values, values.rank() - 2, newValues, length), add(length, scalar(n)));
    }
}
