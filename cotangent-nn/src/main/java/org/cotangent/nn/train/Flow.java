package org.cotangent.nn.train;

import java.util.List;

/// How one step's gradient reached the parameters.
///
/// @param step       the step, counted from 1
/// @param parameters one for each leaf, in the order of the structure
public record Flow(long step, List<Of> parameters) {
    /// One parameter tensor.
    ///
    /// @param path     its path in the parameters, such as `layers[0].weight`
    /// @param count    its elements
    /// @param gradient the gradient's Euclidean norm, as the loss gave it
    /// @param zero     the share of its elements that are exactly 0
    /// @param never    the share of elements whose gradient was exactly 0 in every step measured so far
    /// @param weight   the norm of the parameter before the step
    /// @param update   the norm of the step's change
    public record Of(String path, long count, double gradient, double zero, double never, double weight,
            double update) {
        /// The size of the change beside that of the parameter; NaN where that is 0.
        public double ratio() {
            return weight == 0 ? Double.NaN : update / weight;
        }

        /// The root mean square of the gradient's elements.
        public double size() {
            return count == 0 ? 0 : gradient / Math.sqrt(count);
        }
    }

    public Flow {
        parameters = List.copyOf(parameters);
    }
}
