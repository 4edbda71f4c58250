package org.cotangent.nn.recipes;

import java.io.IOException;
import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.Fn2;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.Selection;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.train.Goal;
import org.cotangent.nn.train.Metrics;
import org.cotangent.nn.train.Task;
import org.cotangent.nn.train.Trainer;

/// A small network tells a number from others, ridge regression beside it.
final class Regression implements Recipe {
    private static final int WIDTH = 64;
    private static final int BATCH = 32;
    private static final long EPOCHS = 150;
    private static final double RATE = 1e-2;
    private static final double LEAST = 1e-4;
    private static final double DECAY = 0.03;

    private static final double WATCHED = 0.1;
    private static final Goal GOAL = Goal.smallest("validation_rmse");

    private record Net(Numbers numbers, Numbers.Row watched, long seed, Fn2<Sequential, Tensor, Tensor> predict)
            implements Task<Sequential, Object, Numbers.Row> {
        @Override
        public Sequential params() {
            var keys = Ops.unstack(Ops.split(Ops.foldIn(Ops.key(seed), 1), 3), 0);
            return Leaves.convert(Sequential.of(Dense.of(keys.get(0), numbers.learn().x().size(1), WIDTH),
                    Activation.SILU, Dense.of(keys.get(1), WIDTH, WIDTH), Activation.SILU,
                    Dense.of(keys.get(2), WIDTH, 1)), DType.FLOAT64);
        }

        @Override
        public Aux<Object> loss(Sequential net, Object none, Numbers.Row batch, Tensor key) {
            return new Aux<>(Ops.mse(net.apply(batch.x()).reshape(-1), batch.y()), null);
        }

        @Override
        public Map<String, Double> evaluate(Sequential net, Object none) {
            var guesses = guesses(net, numbers.test());
            return Map.of("rmse", numbers.unit() * Metrics.rmse(guesses, numbers.test().y()), "r2",
                    Metrics.r2(guesses, numbers.test().y()), GOAL.metric(),
                    numbers.unit() * Metrics.rmse(guesses(net, watched), watched.y()));
        }

        private Tensor guesses(Sequential net, Numbers.Row rows) {
            return predict.apply(net, rows.x()).reshape(-1);
        }
    }

    @Override
    public String name() {
        return "regression";
    }

    @Override
    public String about() {
        return "a network beside ridge regression on Friedman's function, or --data a CSV file, last column the target";
    }

    @Override
    public Outcome run(Order order) throws IOException {
        var numbers = order.data() == null ? Numbers.friedman(order.seed()) : Numbers.in(order.data(), order.seed());
        double ridge = numbers.ridge();
        order.say().accept(numbers.name() + ": " + numbers.learn().y().size(0) + " to learn from, "
                + numbers.test().y().size(0) + " held out; root mean squared error of ridge regression "
                + String.format(java.util.Locale.ROOT, "%.4f", ridge));
        Fn2<Sequential, Tensor, Tensor> plain = Sequential::apply;
        // The epoch with the least error on a tenth of what is learnt from counts: where there is much noise, later
        // ones know it by heart.
        var folds = Examples.rows(numbers.learn()).split(1, 1 - WATCHED, WATCHED);
        var fitted = folds.get(0);
        var task = new Net(numbers, Numbers.whole(folds.get(1)), order.seed(), Transforms.jit(plain));
        int batch = (int) Math.min(BATCH, fitted.count());
        long all = EPOCHS * (fitted.count() / batch);
        var optimiser = Adam.of(Schedule.cosine(RATE, LEAST, all)).withDecay(DECAY, Selection.rankAtLeast(2))
                .clippedByNorm(1);
        var trainer = Trainer.of(task, optimiser, fitted.shuffled(order.seed()).batched(batch, true),
                order.settings(name(), EPOCHS, GOAL, all));
        var result = Results.trained(trainer, order);
        var metrics = Results.metrics(result);
        result.best(GOAL).ifPresent(best -> metrics.putAll(best.metrics()));
        metrics.put("ridge_rmse", ridge);
        return Results.finished(name(), numbers.name(), order, result, metrics, _ -> { });
    }
}
