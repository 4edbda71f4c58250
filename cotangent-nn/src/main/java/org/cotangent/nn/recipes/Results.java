package org.cotangent.nn.recipes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.storage.AtomicFile;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Checkpoints;
import org.cotangent.nn.train.EventFile;
import org.cotangent.nn.train.GradientFlow;
import org.cotangent.nn.train.Report;
import org.cotangent.nn.train.Result;
import org.cotangent.nn.train.Trainer;

/// What every recipe leaves in its folder: checkpoints, TensorBoard events, the plot of the loss, the report.
final class Results {
    private Results() {
    }

    /// Trains, or goes on, with events written beside.
    static <P, S, B> Result<P, S> trained(Trainer<P, S, B> trainer, Order order) throws IOException {
        try (var events = new EventFile(order.out())) {
            List<Callback> told = new ArrayList<>(order.callbacks());
            told.addAll(trainer.callbacks());
            told.add(events);
            var telling = trainer.telling(told);
            if (order.isContinued()) {
                order.say().accept(Checkpoints.in(order.checkpoints()).lastFolder().map(f -> "going on from " + f)
                        .orElse("there is no whole checkpoint in " + order.checkpoints()
                                + ": beginning at the beginning"));
            }
            return order.isContinued() ? telling.resume() : telling.run();
        }
    }

    /// The metrics of a result, with the loss.
    static Map<String, Double> metrics(Result<?, ?> result) {
        var metrics = new TreeMap<String, Double>();
        if (result.last() != null) {
            metrics.putAll(result.last().metrics());
            metrics.put("loss", result.last().loss());
        }
        return metrics;
    }

    /// Adds what a recipe has to say to its report.
    @FunctionalInterface
    interface Chapter {
        void add(Report report) throws IOException;
    }

    /// Writes plot and report, and says what the run came to; a run that was interrupted has neither yet.
    static Outcome finished(String recipe, String data, Order order, Result<?, ?> result, Map<String, Double> metrics,
            Chapter chapter) throws IOException {
        if (result.ending() != Result.Ending.INTERRUPTED) {
            var loss = Report.loss(result.run()).png();
            AtomicFile.write(order.out().resolve("loss.png"), out -> out.write(loss));
            var report = new Report("cotangent train " + recipe).text("Data", data)
                    .text("Result", result.run().step() + " steps, seed " + order.seed() + String.format(
                            java.util.Locale.ROOT, ", %.1f s this time", result.seconds())).numbers(metrics);
            chapter.add(report);
            report.history(result.run());
            for (var c : order.callbacks()) {
                if (c instanceof GradientFlow flow) {
                    report.flow(flow);
                }
            }
            report.environment(order.command()).write(order.out().resolve("report.html"));
        }
        return new Outcome(recipe, order.seed(), result.run().step(), result.seconds(), metrics, order.out(),
                result.ending());
    }
}
