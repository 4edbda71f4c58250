package org.cotangent.nn;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.stopGradient;

import org.cotangent.core.Ops;
import org.cotangent.core.State;
import org.cotangent.core.Tensor;

/// Normalisation of each channel of `[N, C, ...]` by the statistics of the batch in training, and by running averages
/// of them, which are state, in use. Ioffe, Szegedy 2015.
///
/// @param weight   factor of each channel, begun at 1
/// @param bias     summand of each channel, begun at 0
/// @param eps      added to the variance
/// @param momentum how much of a batch's statistics goes into the running averages
public record BatchNorm(Tensor weight, Tensor bias, double eps, double momentum)
        implements Layer<BatchNorm.Averages> {
    /// The running averages: means, and variances with divisor n - 1, of the channels.
    public record Averages(Tensor means, Tensor variances) implements State {
    }

    /// For so many channels, with eps 1e-5 and momentum 0.1.
    public static BatchNorm of(long channels) {
        return new BatchNorm(Ops.ones(channels), Ops.zeros(channels), 1e-5, 0.1);
    }

    @Override
    public Averages start() {
        return new Averages(Ops.zeros(weight.type()), Ops.ones(weight.type()));
    }

    @Override
    public Tensor apply(Tensor x, Averages state) {
        return Ops.batchNorm(x, state.means(), state.variances(), weight, bias, eps);
    }

    @Override
    public Passed<Averages> train(Tensor x, Averages state, Tensor key) {
        var batch = Ops.batchNorm(x, weight, bias, eps);
        long n = x.shape().count() / Math.max(1, x.size(1));
        var unbiased = mul(batch.variance(), scalar((double) n / Math.max(1, n - 1)));
        return new Passed<>(batch.result(), new Averages(moved(state.means(), batch.mean()), moved(state.variances(),
                unbiased)));
    }

    private Tensor moved(Tensor now, Tensor seen) {
        return add(mul(now, scalar(1 - momentum)), mul(stopGradient(seen), scalar(momentum)));
    }
}
