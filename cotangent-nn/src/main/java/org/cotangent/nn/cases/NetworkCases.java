package org.cotangent.nn.cases;

import java.nio.file.Path;
import java.util.Optional;
import org.cotangent.core.FormatException;
import tools.jackson.databind.JsonNode;

/// Runs files of outside cases for layers, optimisers and schedules.
public final class NetworkCases {
    private NetworkCases() {
    }

    /// Runs all cases of a file; empty where it holds something else.
    ///
    /// @throws FormatException where the file is of one of these kinds and malformed
    public static Optional<CaseReport> run(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".json") ? Optional.ofNullable(run(name, CaseJson.read(file))) : Optional.empty();
    }

    private static CaseReport run(String name, JsonNode root) {
        if (root.has("traces") && root.has("problems")) {
            return OptimiserCases.run(name, root);
        }
        if (root.isArray() && root.path(0).has("schedule")) {
            return ScheduleCases.run(name, root);
        }
        if (root.has("module") && root.has("parameters")) {
            return ModuleCases.run(name, root);
        }
        return root.has("losses") && root.has("initial") ? TrainingRun.run(name, root) : null;
    }
}
