package org.cotangent.nn;

import java.util.Random;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Numbers for tests, the same in every run.
public final class RandomData {
    private RandomData() {
    }

    /// Normal float64 numbers.
    public static Tensor normal(long seed, long... sizes) {
        var r = new Random(seed);
        long n = 1;
        for (long s : sizes) {
            n *= s;
        }
        return Ops.tensor(r.doubles(n).map(d -> r.nextGaussian()).toArray()).reshape(sizes);
    }
}
