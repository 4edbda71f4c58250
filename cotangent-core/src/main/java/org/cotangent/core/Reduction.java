package org.cotangent.core;

/// What becomes of the losses of single examples.
public enum Reduction {
    /// They stay as they are.
    NONE,
    /// Their mean, a scalar.
    MEAN,
    /// Their sum, a scalar.
    SUM;

    Tensor of(Tensor losses) {
        return switch (this) {
            case NONE -> losses;
            case MEAN -> Ops.mean(losses);
            case SUM -> Ops.sum(losses);
        };
    }
}
