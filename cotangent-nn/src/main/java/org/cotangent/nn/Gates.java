package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.core.Ops;
import org.cotangent.core.Params;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The products of a recurrent cell: from the input and from what is carried to all gates, side by side.
///
/// @param inputWeight  `[in, gates * width]`
/// @param hiddenWeight `[width, gates * width]`
/// @param inputBias    `[gates * width]`, or null
/// @param hiddenBias   `[gates * width]`, or null
public record Gates(Tensor inputWeight, Tensor hiddenWeight, Tensor inputBias, Tensor hiddenBias) implements Params {
    /// Drawn evenly with bound `1 / sqrt(width)`, biases 0.
    static Gates of(Tensor key, long in, long width, int gates) {
        double bound = 1 / Math.sqrt(width);
        var even = Initialiser.uniform(-bound, bound);
        var keys = Keys.split(key, 2);
        long all = Math.multiplyExact(width, (long) gates);
        return new Gates(even.draw(keys.get(0), null, in, all), even.draw(keys.get(1), null, width, all),
                Ops.zeros(all), Ops.zeros(all));
    }

    Tensor input(Tensor x) {
        return new Dense(inputWeight, inputBias).apply(x);
    }

    Tensor hidden(Tensor h) {
        return new Dense(hiddenWeight, hiddenBias).apply(h);
    }

    Tensor zero(long... leading) {
        var sizes = Arrays.copyOf(leading, leading.length + 1);
        sizes[leading.length] = hiddenWeight.size(0);
        return Ops.zeros(TensorType.of(hiddenWeight.dtype(), sizes));
    }
}
