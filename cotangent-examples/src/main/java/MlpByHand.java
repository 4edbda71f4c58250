/// A network with one hidden layer, written by hand: records for its parameters, grad for its derivative.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

record Layer(Tensor w, Tensor b) {}

record Mlp(Layer hidden, Layer out) {}

Tensor predict(Mlp m, Tensor x) {
    var h = tanh(x.matmul(m.hidden().w()).add(m.hidden().b()));
    return h.matmul(m.out().w()).add(m.out().b());
}

Tensor loss(Mlp m, Tensor x, Tensor y) {
    return mean(square(predict(m, x).sub(y)));
}

Layer step(Layer l, Layer g, double rate) {
    return new Layer(l.w().sub(g.w().mul(rate)), l.b().sub(g.b().mul(rate)));
}

void main() {
    // Exclusive or: no line tells these apart.
    var x = tensor(-1f, -1, -1, 1, 1, -1, 1, 1).reshape(4, 2);
    var y = tensor(-1f, 1, 1, -1).reshape(4, 1);
    var m = new Mlp(new Layer(normal(key(1), 2, 8), zeros(8)), new Layer(normal(key(2), 8, 1).mul(0.3), zeros(1)));

    var gradient = jit(valueAndGrad((Mlp p, Tensor a, Tensor b) -> loss(p, a, b)));
    for (int i = 0; i <= 400; i++) {
        var r = gradient.apply(m, x, y);
        if (i % 100 == 0) {
            IO.println("step %3d  loss %.6f".formatted(i, r.value().item()));
        }
        m = new Mlp(step(m.hidden(), r.gradient().hidden(), 0.1), step(m.out(), r.gradient().out(), 0.1));
    }
    IO.println(round(predict(m, x).reshape(4)));
}
