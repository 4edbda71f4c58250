package org.cotangent.testkit.vectors;

import java.util.List;
import java.util.Map;
import org.cotangent.core.Tensor;

/// A derivative at a singular point that we have decided on otherwise than PyTorch.
///
/// @param pulled the cotangents of the inputs for a cotangent of ones
/// @param reason the decision
record Convention(List<double[]> pulled, String reason) {
    private static final Map<String, Convention> ALL = Map.of(
            "hypot_origin", new Convention(List.of(new double[] {0, 0.6}, new double[] {0, 0.8}),
            "hypot has gradient 0 at the origin"),
            "logcumsumexp_neg_inf", new Convention(List.of(new double[] {0, 1.2689414213699952, 0.7310585786300048}),
                    "the running log-sum-exp has gradient 0 for an element of -infinity"),
            "hardsigmoid_kinks", new Convention(List.of(new double[] {0, 0, 1 / 6.0}), "1/6 is kept in float64"));

    static Convention of(String name) {
        return ALL.get(name);
    }

    void compare(Closeness near, int input, Tensor got) {
        var g = got.toDoubleArray();
        for (int i = 0; i < g.length; i++) {
            near.number("vjp " + input + "[" + i + "]", pulled.get(input)[i], g[i]);
        }
    }
}
