package org.cotangent.nn.train;

import java.util.List;
import org.cotangent.core.StructureException;

/// The metric that says which parameters are best, and when to give up.
///
/// @param metric   its name among those of [Task#evaluate], or `loss` for the loss of training
/// @param larger   whether more is better
/// @param patience how many epochs without a better one end the run; 0: never
public record Goal(String metric, boolean larger, int patience) {
    /// The largest value is best.
    public static Goal largest(String metric) {
        return new Goal(metric, true, 0);
    }

    /// The smallest value is best.
    public static Goal smallest(String metric) {
        return new Goal(metric, false, 0);
    }

    /// Ends the run after that many epochs without a better one.
    public Goal patient(int epochs) {
        return new Goal(metric, larger, epochs);
    }

    /// The place of the best of some evaluations, the first of equals; -1 where all are NaN.
    int best(List<Evaluation> history) {
        int best = -1;
        for (int i = 0; i < history.size(); i++) {
            double v = value(history.get(i));
            if (!Double.isNaN(v) && (best < 0 || (larger ? v > value(history.get(best))
                    : v < value(history.get(best))))) {
                best = i;
            }
        }
        return best;
    }

    boolean isGivenUp(List<Evaluation> history) {
        return patience > 0 && history.size() - 1 - Math.max(0, best(history)) >= patience;
    }

    private double value(Evaluation e) {
        var v = e.metrics().get(metric);
        if (v == null && !metric.equals("loss")) {
            throw new StructureException("watch the metric `" + metric + "`", "metrics " + e.metrics().keySet(),
                    "name one of them, or `loss`");
        }
        return v == null ? e.loss() : v;
    }
}
