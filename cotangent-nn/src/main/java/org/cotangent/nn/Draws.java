package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Random numbers from keys.
final class Draws {
    /// The standard deviation of a standard normal variable cut off at -2 and 2.
    static final double TRUNCATED = 0.87962566103423978;

    private Draws() {
    }

    static Tensor key(long seed) {
        return Ops.tensor(seed);
    }

    private static Random random(Tensor key) {
        return new Random(key.toLongArray()[0]);
    }

    static List<Tensor> split(Tensor key, int n) {
        var r = random(key);
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < n; i++) {
            out.add(Ops.tensor(r.nextLong()));
        }
        return out;
    }

    static Tensor uniform(Tensor key, TensorType type) {
        var r = random(key);
        return Ops.tensor(r.doubles(type.shape().count()).toArray()).to(type.dtype()).reshape(type.shape().sizes());
    }

    static Tensor normal(Tensor key, TensorType type) {
        var r = random(key);
        return Ops.tensor(r.doubles(type.shape().count()).map(d -> r.nextGaussian()).toArray()).to(type.dtype())
                .reshape(type.shape().sizes());
    }

    static Tensor truncatedNormal(Tensor key, TensorType type) {
        double edge = 0.9544997361036416;
        var u = uniform(key, type.with(DType.FLOAT64)).mul(2 * edge).sub(edge);
        return Ops.erfInv(u).mul(Math.sqrt(2)).to(type.dtype());
    }

    static Tensor bernoulli(Tensor key, double p, TensorType type) {
        return uniform(key, type.with(DType.FLOAT32)).lt(p);
    }
}
