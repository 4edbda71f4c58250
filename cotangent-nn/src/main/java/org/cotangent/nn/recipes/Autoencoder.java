package org.cotangent.nn.recipes;

import java.io.IOException;
import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.Fn2;
import org.cotangent.Transforms;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.data.DrawnDigits.Digit;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.train.Goal;
import org.cotangent.nn.train.Task;
import org.cotangent.nn.train.Trainer;

/// A network squeezes pictures of digits through a few numbers.
final class Autoencoder implements Recipe {
    private static final int CODE = 16;
    private static final int BATCH = 100;
    private static final long EPOCHS = 15;
    private static final double RATE = 2e-3;
    private static final double LEAST = 2e-5;
    private static final int SHOWN = 30;
    private static final int ACROSS = 10;

    private record Squeeze(Pictures pictures, long seed, Fn2<Coder, Tensor, Tensor> again)
            implements Task<Coder, Object, Digit> {
        @Override
        public Coder params() {
            long pixels = (long) pictures.side() * pictures.side();
            return Coder.of(Ops.foldIn(Ops.key(seed), 1), pixels, CODE, CODE);
        }

        @Override
        public Aux<Object> loss(Coder c, Object none, Digit batch, Tensor key) {
            var ink = Coder.flat(batch.picture());
            return new Aux<>(Coder.cost(odds(c, ink), ink), null);
        }

        @Override
        public Map<String, Double> evaluate(Coder c, Object none) {
            var ink = Coder.flat(pictures.test().picture());
            var odds = again.apply(c, ink);
            return Map.of("test_loss", Coder.cost(odds, ink).item(), "rmse", rmse(Ops.logistic(odds), ink));
        }
    }

    private static double rmse(Tensor guess, Tensor ink) {
        return Ops.sqrt(Ops.mean(Ops.square(guess.sub(ink)))).item();
    }

    private static Tensor odds(Coder c, Tensor ink) {
        return c.odds(c.encoder().apply(ink));
    }

    @Override
    public String name() {
        return "autoencoder";
    }

    @Override
    public String about() {
        return "pictures of digits through " + CODE + " numbers and back; drawn ones, or --data as for digits";
    }

    @Override
    public Outcome run(Order order) throws IOException {
        var pictures = order.data() == null ? Pictures.drawn(order.seed()) : Pictures.in(order.data());
        Fn2<Coder, Tensor, Tensor> plain = Autoencoder::odds;
        var task = new Squeeze(pictures, order.seed(), Transforms.jit(plain));
        int batch = (int) Math.min(BATCH, pictures.learn().count());
        var optimiser = Adam.of(Schedule.cosine(RATE, LEAST, EPOCHS * (pictures.learn().count() / batch)));
        var trainer = Trainer.of(task, optimiser, pictures.learn().shuffled(order.seed()).batched(batch, true)
                .prefetched(4), order.settings(name(), EPOCHS, Goal.smallest("test_loss"), 500));
        order.say().accept(pictures.name() + ", " + CODE + " numbers each");
        var result = Results.trained(trainer, order);
        var metrics = Results.metrics(result);
        var ink = Coder.flat(pictures.test().picture());
        metrics.put("mean_rmse", rmse(Ops.mean(ink, 0), ink));
        return Results.finished(name(), pictures.name(), order, result, metrics, report -> {
            var shown = Ops.slice(pictures.test().picture(), 0, 0, Math.min(SHOWN, pictures.test().label().size(0)));
            var back = Ops.logistic(odds(result.params(), Coder.flat(shown))).reshape(shown.shape().sizes());
            var png = Samples.png(Samples.paired(shown, back, ACROSS), ACROSS);
            report.text("Samples", "rows in turn: held out pictures, and what comes back").picture("samples", png);
            Samples.write(order.out(), png);
        });
    }
}
