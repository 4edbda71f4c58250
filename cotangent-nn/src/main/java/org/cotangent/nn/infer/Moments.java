package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Mean and spread of the free numbers of a window, one draw at a time (Welford 1962).
///
/// @param count  draws
/// @param middle their mean
/// @param spread the sum of squared deviations, float64[n], or of their products, float64[n, n]
record Moments(Tensor count, Tensor middle, Tensor spread) {
    private static final double PRIOR = 5;
    private static final double SMALL = 1e-3;

    static Moments none(long n, boolean dense) {
        return new Moments(zeros(TensorType.of(DType.FLOAT64)), zeros(TensorType.of(DType.FLOAT64, n)),
                zeros(dense ? TensorType.of(DType.FLOAT64, n, n) : TensorType.of(DType.FLOAT64, n)));
    }

    Moments with(Tensor x) {
        var n = add(count, scalar(1));
        var before = sub(x, middle);
        var m = add(middle, div(before, n));
        var after = sub(x, m);
        return new Moments(n, m, add(spread, spread.rank() == 1 ? mul(before, after)
                : mul(expandDims(before, 1), expandDims(after, 0))));
    }

    /// The units that follow: the covariance, drawn a little towards a small multiple of the unit matrix, as Stan does
    /// (n / (n + 5) of it and 0.001 * 5 / (n + 5)).
    Metric metric() {
        var share = div(count, add(count, scalar(PRIOR)));
        var covariance = mul(div(spread, sub(count, scalar(1))), share);
        var extra = mul(sub(scalar(1), share), scalar(SMALL));
        if (spread.rank() == 1) {
            return new Metric(sqrt(add(covariance, extra)));
        }
        var both = add(covariance, mul(extra, eye(spread.size(0), DType.FLOAT64)));
        return new Metric(choleskyLower(mul(add(both, transpose(both)), scalar(0.5))));
    }

    static Moments choose(Tensor condition, Moments yes, Moments no) {
        return new Moments(where(condition, yes.count, no.count), where(condition, yes.middle, no.middle),
                where(condition, yes.spread, no.spread));
    }
}
