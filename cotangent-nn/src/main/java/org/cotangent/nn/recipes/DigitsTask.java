package org.cotangent.nn.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.Aux;
import org.cotangent.Fn2;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Convolution;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Flatten;
import org.cotangent.nn.Pooling;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.DrawnDigits.Digit;
import org.cotangent.nn.train.Metrics;
import org.cotangent.nn.train.Task;

/// Two convolutions and two dense layers that name digits.
final class DigitsTask implements Task<Sequential, List<Object>, Digit> {
    private static final int CHUNK = 250;
    private static final int FIRST = 16;
    private static final int SECOND = 32;
    private static final int HIDDEN = 96;
    private static final double DROPPED = 0.25;
    private static final double SMOOTHING = 0.02;

    private final Pictures pictures;
    private final long seed;
    private final Fn2<Sequential, Tensor, Tensor> scores;

    DigitsTask(Pictures pictures, long seed) {
        this.pictures = pictures;
        this.seed = seed;
        Fn2<Sequential, Tensor, Tensor> plain = (net, x) -> net.apply(channelsFirst(x));
        scores = Transforms.jit(plain);
    }

    @Override
    public Sequential params() {
        var keys = Ops.unstack(Ops.split(Ops.foldIn(Ops.key(seed), 1), 4), 0);
        long left = pictures.side() / 4;
        return Sequential.of(Convolution.of(keys.get(0), 1, FIRST, Window.SAME, 3, 3), Activation.RELU,
                Pooling.largest(2, 2),
                Convolution.of(keys.get(1), FIRST, SECOND, Window.SAME, 3, 3), Activation.RELU, Pooling.largest(2, 2),
                new Flatten(), new Dropout(DROPPED), Dense.of(keys.get(2), SECOND * left * left, HIDDEN),
                Activation.RELU, Dense.of(keys.get(3), HIDDEN, 10));
    }

    @Override
    public List<Object> state() {
        return params().start();
    }

    private static Tensor channelsFirst(Tensor x) {
        return x.reshape(x.size(0), 1, x.size(1), x.size(2));
    }

    @Override
    public Aux<List<Object>> loss(Sequential net, List<Object> state, Digit batch, Tensor key) {
        var keys = Ops.unstack(Ops.split(key, 2), 0);
        var passed = net.train(channelsFirst(moved(batch.picture(), keys.get(0))), state, keys.get(1));
        return new Aux<>(Ops.crossEntropy(passed.result(), batch.label(), SMOOTHING,
                org.cotangent.core.Reduction.MEAN), passed.state());
    }

    /// The pictures of a batch moved together by up to a fourteenth of their side each way; what leaves is lost.
    private static Tensor moved(Tensor x, Tensor key) {
        long side = x.size(1);
        long most = side / 14;
        if (most == 0) {
            return x;
        }
        var padded = Ops.pad(x, new long[] {0, most, most, 0}, new long[] {0, most, most, 0}, 0);
        var by = Ops.floor(Ops.uniform(key, 2).mul(2 * most + 1)).to(DType.INT64);
        var rows = Ops.arange(0, side, 1, DType.INT64).add(Ops.select(by, 0, 0));
        var columns = Ops.arange(0, side, 1, DType.INT64).add(Ops.select(by, 0, 1));
        return Ops.take(Ops.take(padded, rows, 1), columns, 2);
    }

    /// What the network makes of pictures, a chunk at a time: `[n, 10]`.
    Tensor scores(Sequential net, Tensor pictures) {
        var parts = new ArrayList<Tensor>();
        for (long at = 0; at < pictures.size(0); at += CHUNK) {
            parts.add(scores.apply(net, Ops.slice(pictures, 0, at, Math.min(at + CHUNK, pictures.size(0)))));
        }
        return Ops.concat(parts, 0);
    }

    @Override
    public Map<String, Double> evaluate(Sequential net, List<Object> state) {
        var s = scores(net, pictures.test().picture());
        var labels = pictures.test().label();
        return Map.of("accuracy", Metrics.accuracy(s, labels), "test_loss", Ops.crossEntropy(s, labels).item(), "f1",
                Metrics.f1(Metrics.confusion(s, labels)));
    }
}
