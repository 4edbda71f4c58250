package org.cotangent.nn.optim;

/// Where a search for a minimum ended.
///
/// @param point        the best point
/// @param value        the function's value there
/// @param slope        the norm of the gradient there
/// @param iterations   number of directions that were tried
/// @param evaluations  number of values and gradients that were computed
/// @param isConverged  whether the gradient is as small as was asked; else the iterations were used up or no step
///                     along the last direction made the value less
public record Minimum<P>(P point, double value, double slope, int iterations, int evaluations, boolean isConverged) {
}
