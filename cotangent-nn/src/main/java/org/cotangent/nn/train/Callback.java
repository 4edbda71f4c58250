package org.cotangent.nn.train;

import java.nio.file.Path;

/// Is told what happens in a run, on the run's own thread. What it throws ends the run.
public interface Callback {
    /// A step.
    ///
    /// @param step     steps done, this one included
    /// @param epoch    epochs done before
    /// @param position batches of this epoch done
    /// @param batches  batches in an epoch, -1 where unknown
    /// @param lastStep the step with which the run will end, -1 where unknown
    /// @param loss     the loss before the step
    /// @param rate     the learning rate
    /// @param size     the norm of the gradient, as the loss gave it
    record Step(long step, long epoch, long position, long batches, long lastStep, double loss, double rate,
            double size) {
    }

    /// After each step.
    default void stepped(Step step) {
    }

    /// Whether [#flowed] is wanted of the step that comes, the `step`-th. The measuring is part of that compiled step;
    /// where no step is asked for, nothing is compiled for it.
    default boolean wantsFlow(long step) {
        return false;
    }

    /// After a step of which [#wantsFlow] said so, before [#stepped].
    default void flowed(Flow flow) {
    }

    /// At the end of each epoch.
    default void evaluated(Evaluation evaluation) {
    }

    /// After a checkpoint was written.
    default void saved(Path checkpoint) {
    }

    /// When the run ends because the user asked for it (Ctrl-C), after the checkpoint; the JVM ends soon after.
    default void interrupted(long step) {
    }

    /// At the end, however the run ends.
    default void ended() {
    }
}
