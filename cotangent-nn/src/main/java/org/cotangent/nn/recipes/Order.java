package org.cotangent.nn.recipes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Goal;
import org.cotangent.nn.train.Settings;

/// What the user wants of a recipe.
///
/// @param data        where the user's own data are; null: what the recipe makes itself
/// @param also        a folder with further pictures to report on; null: none
/// @param epochs      how many; null: as the recipe says
/// @param steps       at most how many; null: no limit
/// @param seed        what all randomness follows from
/// @param out         the folder of the results
/// @param isContinued whether to go on from the last checkpoint in that folder
/// @param command     the command line, for the report
/// @param callbacks   who is told
/// @param say         what takes lines for the user
public record Order(Path data, Path also, Long epochs, Long steps, long seed, Path out, boolean isContinued,
        String command, List<Callback> callbacks, Consumer<String> say) {
    private static final int KEPT = 3;

    /// The folder of the checkpoints.
    Path checkpoints() {
        return out.resolve("checkpoints");
    }

    Settings settings(String recipe, long usualEpochs, Goal goal, long every) {
        var notes = new TreeMap<>(Map.of("recipe", recipe));
        if (data != null) {
            notes.put("data", data.toAbsolutePath().normalize().toString());
        }
        return Settings.epochs(epochs == null ? usualEpochs : epochs).atMost(steps == null ? Long.MAX_VALUE : steps)
                .from(seed).watching(goal).savedIn(checkpoints(), KEPT).savedEvery(every).noting(notes);
    }
}
