package org.cotangent.nn.recipes;

import java.nio.file.Path;
import java.util.Map;
import org.cotangent.nn.train.Result;

/// What a recipe came to.
///
/// @param recipe  its name
/// @param seed    what all randomness followed from
/// @param steps   steps done in all
/// @param seconds how long training took this time
/// @param metrics what was reached, by the names of the recipe's documentation
/// @param tables  metrics that are tables: by name, the numbers of each row by name
/// @param out     the folder of the results
/// @param ending  why training ended
public record Outcome(String recipe, long seed, long steps, double seconds, Map<String, Double> metrics,
        Map<String, Map<String, Map<String, Double>>> tables, Path out, Result.Ending ending) {
    /// Without tables.
    public Outcome(String recipe, long seed, long steps, double seconds, Map<String, Double> metrics, Path out,
            Result.Ending ending) {
        this(recipe, seed, steps, seconds, metrics, Map.of(), out, ending);
    }
}
