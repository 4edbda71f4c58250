package org.cotangent.nn.optim;

import org.cotangent.core.Ops;
import org.cotangent.core.Params;
import org.cotangent.core.Tensor;
import org.cotangent.nn.RandomData;

/// A small network and 32 points of a smooth function of two variables.
final class Regression {
    /// One hidden layer.
    record Mlp(Tensor w, Tensor b, Tensor v, Tensor c) implements Params {
        Tensor apply(Tensor x) {
            return Ops.dense(Ops.tanh(Ops.dense(x, w, b)), v, c);
        }
    }

    static final Tensor X = RandomData.normal(1, 32, 2);
    static final Tensor Y = Ops.sin(Ops.slice(X, 1, 0, 1).mul(1.5)).add(Ops.slice(X, 1, 1, 2).mul(0.5));

    private Regression() {
    }

    static Mlp start() {
        return new Mlp(RandomData.normal(2, 2, 16), RandomData.normal(3, 16).mul(0.1),
                RandomData.normal(4, 16, 1).mul(0.25), Ops.zerosLike(RandomData.normal(5, 1)));
    }

    static Tensor loss(Mlp m) {
        return Ops.mse(m.apply(X), Y);
    }
}
