package org.cotangent.nn.data;

import java.util.SplittableRandom;
import org.cotangent.core.ShapeException;

/// Orders that follow from a seed and an epoch alone.
final class Permutation {
    static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Permutation() {
    }

    /// 0 to `n - 1` in a drawn order (Fisher and Yates 1938, in Durstenfeld's form).
    static int[] of(long n, long seed, long epoch) {
        if (n > Integer.MAX_VALUE - 8) {
            throw new ShapeException("shuffle " + n + " examples", "more than 2^31 - 9",
                    "split them into parts, or use mixed(seed, window)");
        }
        var random = new SplittableRandom(seed ^ (epoch + 1) * GOLDEN);
        var order = new int[(int) n];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
