package org.cotangent.bench;

import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// W3: a network of dense layers 784-512-256-10 with relu, softmax cross-entropy and Adam. A small one beside it:
/// 8-32-32-1, batch 256, squares, Adam. float32.
final class DenseWork {

    private record State(List<Tensor> p, List<Tensor> m, List<Tensor> v, Tensor t, Tensor loss) {
    }

    private DenseWork() {
    }

    static Work make(Mode mode, int batch) {
        return make(mode, batch, 3, 784, 512, 256, 10);
    }

    static Work small(Mode mode) {
        return make(mode, 256, 10, 8, 32, 32, 1);
    }

    private static Work make(Mode mode, int batch, long seed, int... sizes) {
        var data = new SplitMix(seed);
        var p = new ArrayList<Tensor>();
        for (int i = 0; i + 1 < sizes.length; i++) {
            p.add(tensor(data.weights(sizes[i] * sizes[i + 1], sizes[i])).reshape(sizes[i + 1], sizes[i]));
            p.add(zeros(sizes[i + 1]));
        }
        var x = tensor(data.floats(batch * sizes[0], 0, 1)).reshape(batch, sizes[0]);
        int classes = sizes[sizes.length - 1];
        var y = classes > 1 ? tensor(data.integers(batch, classes)) : tensor(data.floats(batch, -1, 1));
        var zeros = p.stream().map(t -> zeros(t.type())).toList();
        var f = mode.training(DenseWork::train);
        var state = new State[] {new State(p, zeros, zeros, Work.number(0, DType.FLOAT32),
                Work.number(0, DType.FLOAT32))};
        return Work.training(f, () -> (state[0] = f.apply(state[0], x, y)).loss, () -> state[0], x, y);
    }

    private static State train(State s, Tensor x, Tensor y) {
        var r = valueAndGrad((List<Tensor> p) -> loss(p, x, y)).apply(s.p);
        var t = s.t.add(1);
        var m = new ArrayList<Tensor>();
        var v = new ArrayList<Tensor>();
        var p = new ArrayList<Tensor>();
        var first = sub(scalar(1), pow(scalar(0.9), t));
        var second = sqrt(sub(scalar(1), pow(scalar(0.999), t)));
        for (int i = 0; i < s.p.size(); i++) {
            var g = r.gradient().get(i);
            m.add(s.m.get(i).mul(0.9).add(g.mul(0.1)));
            v.add(s.v.get(i).mul(0.999).add(g.mul(g).mul(0.001)));
            p.add(s.p.get(i).sub(m.get(i).div(first).mul(1e-3).div(sqrt(v.get(i)).div(second).add(1e-8))));
        }
        return new State(p, m, v, t, r.value());
    }

    private static Tensor loss(List<Tensor> p, Tensor x, Tensor y) {
        var h = x;
        for (int i = 0; i < p.size(); i += 2) {
            h = dense(h, transpose(p.get(i)), p.get(i + 1));
            h = i + 2 < p.size() ? relu(h) : h;
        }
        return y.dtype().isInt() ? crossEntropy(h, y) : mean(square(h.reshape(y.shape().sizes()).sub(y)));
    }
}
