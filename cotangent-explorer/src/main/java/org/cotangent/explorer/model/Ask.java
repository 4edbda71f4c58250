package org.cotangent.explorer.model;

import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;

/// What the page asks to be evaluated: a program, the point, and what else is wanted.
///
/// @param program the text; null for the graph that the explorer was opened with
/// @param at values of inputs by name; those that are missing get a default
/// @param parameters the inputs that are parameters
/// @param direction where the tangent mode goes, by input; null where no tangents are wanted
/// @param paths how many paths from each input; 0 for none
/// @param formulas whether every node's formula is wanted
/// @param open the loops, choices and calls that are opened, by the name of their first result
public record Ask(String program, Map<String, Concrete> at, List<String> parameters, DType dtype, boolean scalar,
        Map<String, Concrete> direction, int paths, boolean formulas, List<String> open) {
    /// With nothing opened.
    public Ask(String program, Map<String, Concrete> at, List<String> parameters, DType dtype, boolean scalar,
            Map<String, Concrete> direction, int paths, boolean formulas) {
        this(program, at, parameters, dtype, scalar, direction, paths, formulas, List.of());
    }

    /// A program at a point, tensors as they are, in float64, with formulas and eight paths from each input.
    public static Ask of(String program, Map<String, Concrete> at, List<String> parameters) {
        return new Ask(program, at, parameters, DType.FLOAT64, false, null, 8, true);
    }

    /// The same question without what would answer more than the forward pass.
    public Ask forwardOnly() {
        return new Ask(program, at, parameters, dtype, scalar, null, 0, formulas, open);
    }
}
