package org.cotangent;

/// The way of a program from its first call to compiled code.
///
/// @param traceSeconds for writing it down, differentiating and rewriting it
/// @param firstSeconds of its first run on single kernels; 0 where it was compiled before it ran
/// @param readySeconds from when it was written down until compiled code took over; NaN until it has
/// @param calls        runs on single kernels until then, or so far
public record Tiers(double traceSeconds, double firstSeconds, double readySeconds, long calls) {
    /// Whether compiled code is in use.
    public boolean isCompiled() {
        return !Double.isNaN(readySeconds);
    }
}
