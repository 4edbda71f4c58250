package org.cotangent.nn.recipes;

import java.io.IOException;
import java.util.TreeMap;
import org.cotangent.nn.Selection;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.data.DrawnDigits.Digit;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.train.Goal;
import org.cotangent.nn.train.Trainer;

/// A small convolutional network learns to read digits.
final class Digits implements Recipe {
    private static final int BATCH = 64;
    private static final long EPOCHS = 4;
    private static final long SMALL_EPOCHS = 20;
    private static final long SMALL = 10_000;
    private static final double RATE = 2e-3;
    private static final double LEAST = 2e-5;
    private static final int WARM = 50;
    private static final double DECAY = 1e-2;
    private static final long SAVED_EVERY = 100;

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
        long epochs = pictures.learn().count() < SMALL ? SMALL_EPOCHS : EPOCHS;
        long all = epochs * (pictures.learn().count() / BATCH);
        // The schedule is the recipe's, whatever the number of steps asked for: a run made longer is the same run.
        var rate = Schedule.warmUp(RATE, WARM, Schedule.cosine(RATE, LEAST, Math.max(1, all - WARM)));
        var optimiser = Adam.of(rate).withDecay(DECAY, Selection.rankAtLeast(2)).clippedByNorm(1);
        Examples<Digit> batches = pictures.learn().shuffled(order.seed()).batched((int) Math.min(BATCH,
                pictures.learn().count()), true).prefetched(4);
        var trainer = Trainer.of(task, optimiser, batches, order.settings(name(), epochs, Goal.largest("accuracy"),
                SAVED_EVERY)).telling(order.callbacks());
        var result = order.isContinued() ? trainer.resume() : trainer.run();
        var metrics = new TreeMap<String, Double>();
        if (result.last() != null) {
            metrics.putAll(result.last().metrics());
            metrics.put("loss", result.last().loss());
        }
        return new Outcome(name(), order.seed(), result.run().step(), result.seconds(), metrics, order.out(),
                result.ending());
    }
}
