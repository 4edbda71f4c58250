package org.cotangent.cli;

import org.cotangent.core.Concrete;

/// How far two tensors are apart.
final class Comparison {
    private Comparison() {
    }

    /// The largest difference of two elements, relative to the larger of 1 and the elements; equal infinities and two
    /// NaN do not differ.
    static double worst(Concrete a, Concrete b) {
        double worst = 0;
        for (long i = 0; i < a.shape().count(); i++) {
            double x = a.getDouble(i);
            double y = b.getDouble(i);
            if (x == y || Double.isNaN(x) && Double.isNaN(y)) {
                continue;
            }
            double d = Math.abs(x - y) / Math.max(1, Math.max(Math.abs(x), Math.abs(y)));
            worst = Math.max(worst, Double.isNaN(d) ? Double.POSITIVE_INFINITY : d);
        }
        return worst;
    }
}
