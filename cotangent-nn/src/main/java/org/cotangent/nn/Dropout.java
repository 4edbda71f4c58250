package org.cotangent.nn;

import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// In training each element becomes 0 with a probability, and the others grow so that the mean stays. Srivastava et
/// al. 2014.
///
/// @param rate the probability, at least 0 and below 1
public record Dropout(double rate) implements Layer<Void> {
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new NumericsException("drop elements with probability " + rate, "a number outside [0, 1)",
                    "give the share of elements that become 0");
        }
    }

    @Override
    public Void start() {
        return null;
    }

    @Override
    public Tensor apply(Tensor x, Void state) {
        return x;
    }

    @Override
    public boolean isRandom() {
        return rate > 0;
    }

    @Override
    public Passed<Void> train(Tensor x, Void state, Tensor key) {
        return new Passed<>(dropped(x, rate, key), null);
    }

    /// `x` with elements dropped; for rate 0 `x` itself, without a key.
    static Tensor dropped(Tensor x, double rate, Tensor key) {
        if (rate == 0) {
            return x;
        }
        if (key == null) {
            throw new NumericsException("drop elements with probability " + rate, "no random key",
                    "pass a key to train(...), a new one in each step");
        }
        return Ops.dropout(key, x, rate);
    }
}
