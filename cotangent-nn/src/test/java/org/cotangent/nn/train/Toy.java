package org.cotangent.nn.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Schedule;

/// A small problem with everything that a run must carry: layers' state, random layers, slots, a schedule, an order.
final class Toy implements Task<Sequential, List<Object>, Toy.Pair> {
    record Pair(Tensor x, Tensor y) {
    }

    /// Batches in an epoch: 7 of 8 rows.
    static final int BATCHES = 7;

    private static Pair all() {
        var x = Ops.normal(Ops.key(11), 8 * BATCHES, 3);
        return new Pair(x, Ops.sin(Ops.sum(x, 1)).reshape(-1, 1));
    }

    @Override
    public Sequential params() {
        return Sequential.of(Dense.of(Ops.key(1), 3, 8), BatchNorm.of(8), Activation.TANH, new Dropout(0.1),
                Dense.of(Ops.key(2), 8, 1));
    }

    @Override
    public List<Object> state() {
        return params().start();
    }

    @Override
    public Aux<List<Object>> loss(Sequential net, List<Object> state, Pair batch, Tensor key) {
        var passed = net.train(batch.x(), state, key);
        return new Aux<>(Ops.mse(passed.result(), batch.y()), passed.state());
    }

    @Override
    public Map<String, Double> evaluate(Sequential net, List<Object> state) {
        return Map.of("rmse", Metrics.rmse(net.apply(all().x(), state), all().y()));
    }

    static Trainer<Sequential, List<Object>, Pair> trainer(Settings settings) {
        return Trainer.of(new Toy(), Adam.of(Schedule.warmUp(0.02, 5, Schedule.cosine(0.02, 1e-3, 40)))
                .clippedByNorm(1), Examples.rows(all()).shuffled(3).batched(8, true).prefetched(2), settings);
    }

    static Settings settings(Path folder, long steps) {
        return Settings.epochs(1000).atMost(steps).from(5).savedIn(folder, 2).savedEvery(3)
                .watching(Goal.smallest("rmse"));
    }
}
