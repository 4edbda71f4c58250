package org.cotangent.nn;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.logistic;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.splitEvenly;
import static org.cotangent.core.Ops.sub;
import static org.cotangent.core.Ops.tanh;

import org.cotangent.core.Tensor;

/// Gated recurrent unit: gates r, z, n in this order, `n = tanh(x' + r h')` with r applied behind the product, and
/// `h' = n + z (h - n)`. Cho et al. 2014, in the form of cuDNN.
public record GruCell(Gates gates) implements Cell<Tensor> {
    /// Drawn evenly with bound `1 / sqrt(width)`, biases 0.
    public static GruCell of(Tensor key, long in, long width) {
        return new GruCell(Gates.of(key, in, width, 3));
    }

    @Override
    public Tensor project(Tensor x) {
        return gates.input(x);
    }

    @Override
    public Passed<Tensor> advance(Tensor projected, Tensor h) {
        var x = splitEvenly(projected, 3, -1);
        var u = splitEvenly(gates.hidden(h), 3, -1);
        var r = logistic(add(x.get(0), u.get(0)));
        var z = logistic(add(x.get(1), u.get(1)));
        var n = tanh(add(x.get(2), mul(r, u.get(2))));
        var next = add(n, mul(z, sub(h, n)));
        return new Passed<>(next, next);
    }

    @Override
    public Tensor zero(long... leading) {
        return gates.zero(leading);
    }
}
