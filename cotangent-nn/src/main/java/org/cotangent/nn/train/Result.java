package org.cotangent.nn.train;

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

    /// The parameters.
    public P params() {
        return run.learned().params();
    }
}
