package org.cotangent.nn.recipes;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Sequential;

/// A network that makes a few numbers of a picture, and one that makes a picture of them.
record Coder(Sequential encoder, Sequential decoder) {
    private static final int WIDTH = 256;

    /// Drawn from a key, for pictures of `pixels` and codes of `size`, which the encoder gives `numbers` for.
    static Coder of(Tensor key, long pixels, long size, long numbers) {
        var keys = Ops.unstack(Ops.split(key, 6), 0);
        return new Coder(Sequential.of(Dense.of(keys.get(0), pixels, WIDTH), Activation.SILU,
                Dense.of(keys.get(1), WIDTH, WIDTH), Activation.SILU, Dense.of(keys.get(2), WIDTH, numbers)),
                Sequential.of(Dense.of(keys.get(3), size, WIDTH), Activation.SILU, Dense.of(keys.get(4), WIDTH, WIDTH),
                        Activation.SILU, Dense.of(keys.get(5), WIDTH, pixels)));
    }

    /// Pictures as rows of ink.
    static Tensor flat(Tensor pictures) {
        return pictures.reshape(pictures.size(0), -1);
    }

    /// The log odds of ink for codes.
    Tensor odds(Tensor codes) {
        return decoder.apply(codes);
    }

    /// What the ink costs each picture in nats: the binary cross-entropy, summed over the pixels, a mean over the
    /// pictures.
    static Tensor cost(Tensor odds, Tensor ink) {
        return Ops.binaryCrossEntropyWithLogits(odds, ink, org.cotangent.core.Reduction.SUM)
                .div(odds.size(0));
    }
}
