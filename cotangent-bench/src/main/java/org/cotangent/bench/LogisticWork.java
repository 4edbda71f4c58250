package org.cotangent.bench;

import static org.cotangent.Transforms.hvp;
import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.core.Tensor;

/// W8: logistic regression on 100,000 examples of 100 numbers, value and gradient; W8h: the product of its Hessian with
/// a vector. float64.
final class LogisticWork {
    private static final int EXAMPLES = 100_000;
    private static final int WIDTH = 100;

    private LogisticWork() {
    }

    /// The examples, minus their labels of 1 or -1, the weights, a direction.
    private static List<Tensor> inputs() {
        var data = new SplitMix(8);
        var x = tensor(data.doubles(EXAMPLES * WIDTH, -1, 1)).reshape(EXAMPLES, WIDTH);
        var labels = data.doubles(EXAMPLES, -1, 1);
        for (int i = 0; i < EXAMPLES; i++) {
            labels[i] = labels[i] < 0 ? 1 : -1;
        }
        return List.of(x, tensor(labels), tensor(data.doubles(WIDTH, -0.1, 0.1)), tensor(data.doubles(WIDTH, -1, 1)));
    }

    private static Tensor loss(Tensor w, Tensor x, Tensor y) {
        return mean(softplus(y.mul(x.matmul(w))));
    }

    static Work gradient(Mode mode) {
        var p = inputs();
        var x = p.get(0);
        var y = p.get(1);
        var w = p.get(2);
        var f = mode.of((Tensor v, Tensor a, Tensor b) ->
            valueAndGrad((Tensor u) -> loss(u, a, b)).apply(v));
        return new Work(f, () -> f.apply(w, x, y), () -> {
            var r = f.apply(w, x, y);
            return Work.sizes(r.value(), List.of(r.gradient()));
        }, () -> List.of(w, x, y));
    }

    static Work hessian(Mode mode) {
        var p = inputs();
        Fn1<List<Tensor>, Tensor> times = q -> hvp((Tensor u) -> loss(u, q.get(0), q.get(1)))
            .apply(q.get(2), q.get(3));
        var f = mode.of(times);
        return new Work(f, () -> f.apply(p), () -> new double[] {Work.size(f.apply(p))}, p);
    }
}
