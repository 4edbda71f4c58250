package org.cotangent.nn.train;

import java.util.List;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.optim.Optimiser;

/// A training run: one compiled step after the other over batches of examples.
///
/// A step is a function of [Learned] and a batch; all randomness follows from the seed, so two runs with the same
/// settings have the same bits, and so has a run that was stopped and continued.
///
/// @param task      what is learned
/// @param optimiser how
/// @param batches   the batches of an epoch
/// @param settings  how long, and what is kept
/// @param callbacks who is told
public record Trainer<P, S, B>(Task<P, S, B> task, Optimiser optimiser, Examples<B> batches, Settings settings,
        List<Callback> callbacks) {
    public Trainer {
        callbacks = List.copyOf(callbacks);
    }

    /// Without callbacks.
    public static <P, S, B> Trainer<P, S, B> of(Task<P, S, B> task, Optimiser optimiser, Examples<B> batches,
            Settings settings) {
        return new Trainer<>(task, optimiser, batches, settings, List.of());
    }

    /// With others who are told.
    public Trainer<P, S, B> telling(List<Callback> newCallbacks) {
        return new Trainer<>(task, optimiser, batches, settings, newCallbacks);
    }

    /// Where a run begins.
    public Run<P, S> start() {
        var params = task.params();
        return new Run<>(new Learned<>(params, optimiser.start(params), task.state(), Ops.key(settings.seed())), 0, 0,
                0, 0, Double.NaN, List.of(), Curve.EMPTY);
    }

    /// Trains from the beginning.
    ///
    /// @throws org.cotangent.core.NumericsException where the loss or a parameter is no longer finite: names where it
    /// began; the last checkpoint stays as it was
    public Result<P, S> run() {
        return run(start());
    }

    /// Trains on from where a run stands.
    public Result<P, S> run(Run<P, S> from) {
        return new Loop<>(this, from).go();
    }

    /// Trains on from the last checkpoint of [Settings#folder], or from the beginning where none is there yet.
    ///
    /// @throws FormatException where the checkpoint is damaged, or is one of another model or other settings
    public Result<P, S> resume() {
        var saved = Checkpoints.in(settings.folder()).last();
        return run(saved.isPresent() ? SavedRun.restored(saved.get(), start(), settings) : start());
    }
}
