package org.cotangent.bench;

import static org.cotangent.Control.scan;
import static org.cotangent.Transforms.valueAndGrad;
import static org.cotangent.core.Ops.*;

import org.cotangent.Carried;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// W6: a long short-term memory over a sequence, by scan, whose last state is classified; gradient descent.
final class LstmWork {
    private static final int LENGTH = 64;
    private static final int BATCH = 32;
    private static final int WIDTH = 128;

    /// Weights `[4 n, n]` of the gates in, forget, cell, out, and of the last layer `[10, n]`.
    record Lstm(Tensor wi, Tensor wh, Tensor bi, Tensor bh, Tensor wo, Tensor bo) {
    }

    record Memory(Tensor h, Tensor c) {
    }

    record State(Lstm p, Tensor loss) {
    }

    private LstmWork() {
    }

    static Work make(Mode mode) {
        var data = new SplitMix(6);
        int n = WIDTH;
        var lstm = new Lstm(tensor(data.weights(4 * n * n, n)).reshape(4 * n, n),
            tensor(data.weights(4 * n * n, n)).reshape(4 * n, n), zeros(4 * n), zeros(4 * n),
            tensor(data.weights(10 * n, n)).reshape(10, n), zeros(10));
        var x = tensor(data.floats(LENGTH * BATCH * n, -1, 1)).reshape(LENGTH, BATCH, n);
        var y = tensor(data.integers(BATCH, 10));
        var f = mode.training(LstmWork::train);
        var state = new State[] {new State(lstm, Work.number(0, DType.FLOAT32))};
        return Work.training(f, () -> (state[0] = f.apply(state[0].p, x, y)).loss, () -> state[0].p, x, y);
    }

    static State train(Lstm p, Tensor x, Tensor y) {
        var r = valueAndGrad((Lstm q) -> loss(q, x, y)).apply(p);
        var g = r.gradient();
        return new State(new Lstm(down(p.wi, g.wi), down(p.wh, g.wh), down(p.bi, g.bi), down(p.bh, g.bh),
            down(p.wo, g.wo), down(p.bo, g.bo)), r.value());
    }

    private static Tensor down(Tensor p, Tensor g) {
        return p.sub(g.mul(0.01));
    }

    private static Tensor loss(Lstm p, Tensor x, Tensor y) {
        var none = zeros(BATCH, WIDTH);
        var last = scan((Memory s, Tensor now) -> new Carried<>(step(p, s, now), null), new Memory(none, none), x);
        return crossEntropy(dense(last.carry().h, transpose(p.wo), p.bo), y);
    }

    private static Memory step(Lstm p, Memory s, Tensor x) {
        var all = dense(x, transpose(p.wi), p.bi).add(dense(s.h, transpose(p.wh), p.bh));
        var gates = split(all, -1, WIDTH, WIDTH, WIDTH, WIDTH);
        var c = logistic(gates.get(1)).mul(s.c).add(logistic(gates.get(0)).mul(tanh(gates.get(2))));
        return new Memory(logistic(gates.get(3)).mul(tanh(c)), c);
    }
}
