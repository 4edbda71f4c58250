package org.cotangent.nn.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// How long to train and what to keep.
///
/// @param epochs ends after this many epochs
/// @param steps  ends after this many steps, counted from the start of the run
/// @param seed   what the random keys follow from
/// @param goal   which parameters are best; null: none are marked
/// @param folder where checkpoints go; null: none are written
/// @param keep   how many of the last checkpoints stay, besides the best
/// @param every  steps between checkpoints, besides those at the end of each epoch
/// @param notes  texts that are kept in each checkpoint; a run is continued only where they are the same
public record Settings(long epochs, long steps, long seed, Goal goal, Path folder, int keep, long every,
        Map<String, String> notes) {
    private static final int KEPT = 3;

    public Settings {
        notes = java.util.Collections.unmodifiableMap(new TreeMap<>(notes));
        if (keep < 1 || every < 1 || epochs < 0 || steps < 0) {
            throw new org.cotangent.core.ShapeException("train", "epochs " + epochs + ", steps " + steps + ", keep "
                    + keep + ", every " + every, "give at least 0 epochs and steps, keep and every at least 1");
        }
    }

    /// Some epochs from seed 0, nothing written.
    public static Settings epochs(long epochs) {
        return new Settings(epochs, Long.MAX_VALUE, 0, null, null, KEPT, Long.MAX_VALUE, Map.of());
    }

    /// Ends after that many steps, or with the epochs.
    public Settings atMost(long newSteps) {
        return new Settings(epochs, newSteps, seed, goal, folder, keep, every, notes);
    }

    /// With another seed.
    public Settings from(long newSeed) {
        return new Settings(epochs, steps, newSeed, goal, folder, keep, every, notes);
    }

    /// With a metric to watch.
    public Settings watching(Goal newGoal) {
        return new Settings(epochs, steps, seed, newGoal, folder, keep, every, notes);
    }

    /// With checkpoints in a folder: the last `newKeep` and the best stay.
    public Settings savedIn(Path newFolder, int newKeep) {
        return new Settings(epochs, steps, seed, goal, newFolder, newKeep, every, notes);
    }

    /// With a checkpoint every so many steps too.
    public Settings savedEvery(long newEvery) {
        return new Settings(epochs, steps, seed, goal, folder, keep, newEvery, notes);
    }

    /// With texts that are kept in each checkpoint.
    public Settings noting(Map<String, String> newNotes) {
        return new Settings(epochs, steps, seed, goal, folder, keep, every, newNotes);
    }
}
