package org.cotangent.nn;

import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Normalisation of each example of `[N, C, ...]` within groups of channels; as many groups as channels make it
/// instance normalisation. Wu, He 2018.
///
/// @param weight factor of each channel, begun at 1
/// @param bias   summand of each channel, begun at 0
/// @param groups number of groups, which divides the channels
/// @param eps    added to the variance
public record GroupNorm(Tensor weight, Tensor bias, long groups, double eps) implements Plain {
    /// For so many channels in so many groups, with eps 1e-5.
    public static GroupNorm of(long channels, long groups) {
        return new GroupNorm(Ops.ones(channels), Ops.zeros(channels), groups, 1e-5);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Ops.groupNorm(x, groups, weight, bias, eps);
    }
}
