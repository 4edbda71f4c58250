package org.cotangent.nn.infer;

import org.cotangent.Fn1;
import org.cotangent.core.Tensor;

/// What a trajectory moves over.
///
/// @param density the log density of the free numbers
/// @param origin  where the trajectory begins
/// @param metric  the units in which offsets and momenta are measured
record Target(Fn1<Tensor, Tensor> density, Tensor origin, Metric metric) {
}
