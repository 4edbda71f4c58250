package org.cotangent.nn;

import org.cotangent.core.Tensor;

/// The two dense layers of a transformer's block: wider, activation, narrow again.
public record FeedForward(Dense widen, Dense narrow, Activation activation) implements Plain {
    /// For tokens of `width` features, `wide` between, with gelu.
    public static FeedForward of(Tensor key, long width, long wide) {
        var keys = Keys.split(key, 2);
        var initial = Initialiser.glorotUniform();
        return new FeedForward(Dense.of(keys.get(0), width, wide, initial), Dense.of(keys.get(1), wide, width, initial),
                Activation.GELU);
    }

    @Override
    public Tensor apply(Tensor x) {
        return narrow.apply(activation.apply(widen.apply(x)));
    }
}
