package org.cotangent.nn.recipes;

import java.io.IOException;
import java.util.Arrays;
import org.cotangent.core.Ops;
import org.cotangent.nn.Selection;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.DrawnDigits.Digit;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimiser;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.train.Goal;
import org.cotangent.nn.train.Metrics;
import org.cotangent.nn.train.Report;
import org.cotangent.nn.train.Trainer;

/// A small convolutional network learns to read digits.
final class Digits implements Recipe {
    private static final int BATCH = 64;
    private static final double RATE = 2e-3;
    private static final double LEAST = 2e-5;
    private static final int WARM = 50;
    private static final double DECAY = 1e-2;
    private static final long SAVED_EVERY = 100;
    private static final long SHOWN = 40;
    private static final int ACROSS = 10;

    @Override
    public String name() {
        return "digits";
    }

    @Override
    public String about() {
        return "a convolutional network reads digits drawn by a program, or --data a folder of IDX files or UCI digits";
    }

    @Override
    public Outcome run(Order order) throws IOException {
        var pictures = order.data() == null ? Pictures.drawn(order.seed()) : Pictures.in(order.data());
        order.say().accept(pictures.name() + ": " + pictures.learn().count() + " to learn from, "
                + pictures.test().label().size(0) + " held out");
        var task = new DigitsTask(pictures, order.seed());
        var optimiser = optimiser(pictures);
        Examples<Digit> batches = pictures.learn().shuffled(order.seed()).batched((int) Math.min(BATCH,
                pictures.learn().count()), true).prefetched(4);
        var settings = order.settings(name(), pictures.epochs(), Goal.largest("accuracy"), SAVED_EVERY);
        var trainer = Trainer.of(task, optimiser, batches, settings);
        var result = Results.trained(trainer, order);
        var metrics = Results.metrics(result);
        if (order.also() != null) {
            var other = Pictures.tested(order.also());
            metrics.put("other_accuracy", Metrics.accuracy(task.scores(result.params(), other.picture()),
                    other.label()));
        }
        return Results.finished(name(), pictures.name(), order, result, metrics,
                report -> samples(report, task, pictures.test(), result.params()));
    }

    /// The schedule is the recipe's, whatever the number of steps asked for: a run made longer is the same run.
    static Optimiser optimiser(Pictures pictures) {
        long all = pictures.epochs() * (pictures.learn().count() / BATCH);
        var rate = Schedule.warmUp(RATE, WARM, Schedule.cosine(RATE, LEAST, Math.max(1, all - WARM)));
        return Adam.of(rate).withDecay(DECAY, Selection.rankAtLeast(2)).clippedByNorm(1);
    }

    private static void samples(Report report, DigitsTask task, Digit test, Sequential net) throws IOException {
        var scores = task.scores(net, test.picture());
        report.confusion(Metrics.confusion(scores, test.label()));
        long n = Math.min(SHOWN, test.label().size(0));
        report.text("Samples", "held out pictures, and what the network reads: " + Arrays.toString(
                Ops.slice(Ops.argmax(scores, 1), 0, 0, n).toLongArray()));
        report.picture("samples", Samples.png(Ops.slice(test.picture(), 0, 0, n), ACROSS));
    }
}
