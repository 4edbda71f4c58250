package org.cotangent.nn.train;

import java.util.Optional;

/// What a run came to.
///
/// @param run     where it stands
/// @param ending  why it ended
/// @param last    how well the parameters do at the end
/// @param seconds how long it took this time
public record Result<P, S>(Run<P, S> run, Ending ending, Evaluation last, double seconds) {
    /// Why a run ended.
    public enum Ending {
        /// All epochs were done.
        EPOCHS,
        /// All steps were done.
        STEPS,
        /// No epoch was better than an earlier one for too long.
        PATIENCE,
        /// The user asked for it.
        INTERRUPTED
    }

    /// The best evaluation of the whole run, that of the checkpoint that is called best; empty where no epoch ended.
    public Optional<Evaluation> best(Goal goal) {
        int at = goal.best(run.history());
        return at < 0 ? Optional.empty() : Optional.of(run.history().get(at));
    }

    /// The parameters.
    public P params() {
        return run.learned().params();
    }
}
