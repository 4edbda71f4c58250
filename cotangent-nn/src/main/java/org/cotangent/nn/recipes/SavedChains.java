package org.cotangent.nn.recipes;

import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.FormatException;
import org.cotangent.nn.infer.Sampling;
import org.cotangent.nn.train.Checkpoints;
import org.cotangent.nn.train.Checkpoints.Saved;
import tools.jackson.databind.ObjectMapper;

/// Checkpoints of a sampler's run.
final class SavedChains {
    private static final int KEPT = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Checkpoints checkpoints;
    private final String notes;

    SavedChains(Order order, String recipe, String model) {
        checkpoints = Checkpoints.in(order.checkpoints());
        var all = new TreeMap<String, Object>(Map.of("format", "cotangent chains", "version", 1, "recipe", recipe,
                "model", model, "seed", order.seed()));
        if (order.data() != null) {
            all.put("data", order.data().toAbsolutePath().normalize().toString());
        }
        notes = JSON.writeValueAsString(all);
    }

    void save(Sampling sampling) {
        checkpoints.save(new Saved(null, sampling.saved(), notes), KEPT, false);
    }

    /// The run of the last checkpoint, or the beginning where there is none yet.
    Sampling restored(Sampling begin) {
        var last = checkpoints.last();
        if (last.isEmpty()) {
            return begin;
        }
        if (!last.get().notes().equals(notes)) {
            throw new FormatException("continue from " + last.get().folder(), "a run with " + last.get().notes()
                    + ", not " + notes, null, "continue with the settings that it began with", null);
        }
        return begin.restored(last.get().tensors());
    }
}
