package org.cotangent.nn.train;

import java.util.List;

/// Where a training run stands: all that is needed to go on as if it had never stopped.
///
/// @param learned  parameters, optimiser, layers' state and random key
/// @param step     steps done
/// @param epoch    epochs done
/// @param position batches of the present epoch done
/// @param lossSum  the sum of the losses of those batches
/// @param rate     the learning rate of the last step, NaN before the first
/// @param history  what was found at the end of each epoch
/// @param curve    the loss over the steps, thinned
public record Run<P, S>(Learned<P, S> learned, long step, long epoch, long position, double lossSum,
        double rate, List<Evaluation> history, Curve curve) {
    public Run {
        history = List.copyOf(history);
    }
}
