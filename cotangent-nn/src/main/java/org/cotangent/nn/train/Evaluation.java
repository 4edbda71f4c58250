package org.cotangent.nn.train;

import java.util.Map;
import java.util.TreeMap;

/// How well the parameters do at some step.
///
/// @param epoch   epochs done
/// @param step    steps done
/// @param loss    the mean of the losses since the epoch began, each taken before its step; NaN where there was none
/// @param rate    the learning rate of the last step
/// @param metrics what [Task#evaluate] gave
public record Evaluation(long epoch, long step, double loss, double rate, Map<String, Double> metrics) {
    public Evaluation {
        metrics = java.util.Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
}
