package org.cotangent.nn.recipes;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.cotangent.nn.data.Windows;
import org.cotangent.nn.optim.Optimiser;
import org.cotangent.nn.text.LanguageModel;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.Goal;
import org.cotangent.nn.train.Trainer;

/// A language model learns characters from a text.
///
/// @param <M> the model's memory
/// @param <P> the model
abstract class TextRecipe<M, P extends LanguageModel<M>> implements Recipe {
    private static final long SAVED_EVERY = 100;
    private static final int INDENT = 4;
    /// Steps between evaluations: an epoch, since pieces of the text are drawn without end.
    static final long EPOCH = 400;

    /// How much is learnt from at once.
    record Sizes(int batch, int context, long epochs) {
        long steps() {
            return epochs * EPOCH;
        }
    }

    abstract Sizes sizes();

    abstract P begun(long seed, int letters);

    abstract Optimiser optimiser();

    @Override
    public final Outcome run(Order order) throws IOException {
        var corpus = Corpus.of(order.data());
        var sizes = sizes();
        order.say().accept(corpus.name());
        Supplier<P> begun = () -> begun(order.seed(), corpus.letters().size());
        var task = new TextTask<>(begun, corpus, sizes.context(), order.seed());
        var batches = Windows.of(corpus.learn(), sizes.context(), 1).drawn(order.seed(), EPOCH * sizes.batch())
                .batched(sizes.batch(), true);
        var settings = order.settings(name(), sizes.epochs(), Goal.smallest("validation_loss"), SAVED_EVERY);
        var shown = new String[1];
        var writing = new Callback() {
            @Override
            public void evaluated(Evaluation e) {
                shown[0] = task.sample();
                order.say().accept(shown[0].indent(INDENT));
            }
        };
        var trainer = Trainer.of(task, optimiser(), batches, settings).telling(List.of(writing));
        var result = Results.trained(trainer, order);
        if (!task.sample().equals(shown[0])) {
            writing.evaluated(result.last());
        }
        return Results.finished(name(), corpus.name(), order, result, Results.metrics(result),
                report -> report.verbatim("Sample", task.sample()));
    }
}
