package org.cotangent.nn;

import org.cotangent.core.Tensor;

/// What comes out of a layer that has state: its result, and the state for the next time.
public record Passed<S>(Tensor result, S state) {
}
