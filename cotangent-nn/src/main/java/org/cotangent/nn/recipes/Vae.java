package org.cotangent.nn.recipes;

import java.io.IOException;
import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.Fn3;
import org.cotangent.Transforms;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.data.DrawnDigits.Digit;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.train.Goal;
import org.cotangent.nn.train.Report;
import org.cotangent.nn.train.Task;
import org.cotangent.nn.train.Trainer;

/// A variational autoencoder draws digits that nobody drew: Kingma and Welling 2014, Auto-Encoding Variational Bayes.
final class Vae implements Recipe {
    private static final int CODE = 16;
    private static final int BATCH = 100;
    private static final long EPOCHS = 20;
    private static final double RATE = 2e-3;
    private static final double LEAST = 2e-5;
    private static final int SHOWN = 30;
    private static final int ACROSS = 10;

    /// Costs of a picture in nats, means over pictures.
    private record Costs(Tensor ink, Tensor code) {
    }

    private record Variational(Pictures pictures, long seed, Fn3<Coder, Tensor, Tensor, Costs> costs)
            implements Task<Coder, Object, Digit> {
        @Override
        public Coder params() {
            long pixels = (long) pictures.side() * pictures.side();
            return Coder.of(Ops.foldIn(Ops.key(seed), 1), pixels, CODE, 2 * CODE);
        }

        @Override
        public Aux<Object> loss(Coder c, Object none, Digit batch, Tensor key) {
            var parts = Vae.costs(c, Coder.flat(batch.picture()), key);
            return new Aux<>(parts.ink().add(parts.code()), null);
        }

        @Override
        public Map<String, Double> evaluate(Coder c, Object none) {
            var parts = costs.apply(c, Coder.flat(pictures.test().picture()), Ops.foldIn(Ops.key(seed), 3));
            return Map.of("negative_elbo", parts.ink().item() + parts.code().item(), "reconstruction",
                    parts.ink().item(), "divergence", parts.code().item());
        }
    }

    /// A code is drawn as mean + deviation * normal, through which gradients go; its cost is the divergence of its
    /// distribution from the standard normal one.
    private static Costs costs(Coder c, Tensor ink, Tensor key) {
        var parts = Ops.splitEvenly(c.encoder().apply(ink), 2, 1);
        var centre = parts.get(0);
        var logVariance = parts.get(1);
        var code = centre.add(Ops.exp(logVariance.mul(0.5)).mul(Ops.normal(key, centre.type())));
        var divergence = Ops.sum(Ops.square(centre).add(Ops.exp(logVariance)).sub(logVariance).sub(1)).mul(0.5)
                .div(ink.size(0));
        return new Costs(Coder.cost(c.odds(code), ink), divergence);
    }

    @Override
    public String name() {
        return "vae";
    }

    @Override
    public String about() {
        return "a variational autoencoder draws digits; learns from drawn ones, or --data as for digits";
    }

    @Override
    public Outcome run(Order order) throws IOException {
        var pictures = order.data() == null ? Pictures.drawn(order.seed()) : Pictures.in(order.data());
        Fn3<Coder, Tensor, Tensor, Costs> plain = Vae::costs;
        var task = new Variational(pictures, order.seed(), Transforms.jit(plain));
        int batch = (int) Math.min(BATCH, pictures.learn().count());
        var optimiser = Adam.of(Schedule.cosine(RATE, LEAST, EPOCHS * (pictures.learn().count() / batch)));
        var trainer = Trainer.of(task, optimiser, pictures.learn().shuffled(order.seed()).batched(batch, true)
                .prefetched(4), order.settings(name(), EPOCHS, Goal.smallest("negative_elbo"), 500));
        order.say().accept(pictures.name() + ", codes of " + CODE + " numbers");
        var result = Results.trained(trainer, order);
        return Results.finished(name(), pictures.name(), order, result, Results.metrics(result),
                report -> samples(report, order, pictures, result.params()));
    }

    private static void samples(Report report, Order order, Pictures pictures, Coder c) throws IOException {
        long side = pictures.side();
        var codes = Ops.normal(Ops.foldIn(Ops.key(order.seed()), 4), SHOWN, CODE);
        var drawn = Samples.png(Ops.logistic(c.odds(codes)).reshape(SHOWN, side, side, 1), ACROSS);
        report.text("Samples", "pictures of codes drawn from the standard normal distribution").picture("samples",
                drawn);
        Samples.write(order.out(), drawn);
        var shown = Ops.slice(pictures.test().picture(), 0, 0, Math.min(SHOWN, pictures.test().label().size(0)));
        var centres = Ops.splitEvenly(c.encoder().apply(Coder.flat(shown)), 2, 1).getFirst();
        var back = Ops.logistic(c.odds(centres)).reshape(shown.shape().sizes());
        report.text("Reconstructions", "rows in turn: held out pictures, and what comes back").picture(
                "reconstructions", Samples.png(Samples.paired(shown, back, ACROSS), ACROSS));
    }
}
