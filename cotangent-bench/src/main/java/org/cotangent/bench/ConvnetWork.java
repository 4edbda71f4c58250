package org.cotangent.bench;

import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;

/// W4: a network of two convolutions with pools and two dense layers on pictures of 28 x 28, trained by gradient
/// descent.
final class ConvnetWork {
    private static final int BATCH = 64;

    /// Kernels `[O, I, 5, 5]`, dense weights `[out, in]`, biases.
    record Net(Tensor k1, Tensor b1, Tensor k2, Tensor b2, Tensor w1, Tensor c1, Tensor w2, Tensor c2) {
    }

    record State(Net net, Tensor loss) {
    }

    private ConvnetWork() {
    }

    static Work make(Mode mode) {
        var data = new SplitMix(4);
        var net = new Net(tensor(data.weights(32 * 25, 25)).reshape(32, 1, 5, 5), tensor(new float[32]),
            tensor(data.weights(64 * 32 * 25, 800)).reshape(64, 32, 5, 5), tensor(new float[64]),
            tensor(data.weights(512 * 3136, 3136)).reshape(512, 3136), tensor(new float[512]),
            tensor(data.weights(10 * 512, 512)).reshape(10, 512), tensor(new float[10]));
        var x = tensor(data.floats(BATCH * 784, 0, 1)).reshape(BATCH, 1, 28, 28);
        var y = tensor(data.integers(BATCH, 10));
        var f = mode.training(ConvnetWork::train);
        var state = new State[] {new State(net, Work.number(0, DType.FLOAT32))};
        return Work.training(f, () -> (state[0] = f.apply(state[0].net, x, y)).loss, () -> state[0].net, x, y);
    }

    static State train(Net p, Tensor x, Tensor y) {
        var r = valueAndGrad((Net q) -> loss(q, x, y)).apply(p);
        var g = r.gradient();
        return new State(new Net(down(p.k1, g.k1), down(p.b1, g.b1), down(p.k2, g.k2), down(p.b2, g.b2),
            down(p.w1, g.w1), down(p.c1, g.c1), down(p.w2, g.w2), down(p.c2, g.c2)), r.value());
    }

    private static Tensor down(Tensor p, Tensor g) {
        return p.sub(g.mul(0.01));
    }

    private static Tensor loss(Net p, Tensor x, Tensor y) {
        var h = maxPool(relu(conv2d(x, p.k1, Window.SAME).add(p.b1.reshape(32, 1, 1))), 2, 2);
        h = maxPool(relu(conv2d(h, p.k2, Window.SAME).add(p.b2.reshape(64, 1, 1))), 2, 2).reshape(BATCH, 3136);
        h = relu(dense(h, transpose(p.w1), p.c1));
        return crossEntropy(dense(h, transpose(p.w2), p.c2), y);
    }
}
