/// Two clouds of points told apart: a loss made from logits, compiled, with accuracy at the end.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

record Model(Tensor weights, Tensor bias) {}

Tensor logits(Model m, Tensor x) {
    return x.matmul(m.weights()).add(m.bias());
}

/// -t log(sigmoid(z)) - (1 - t) log(1 - sigmoid(z)), written so that no logarithm of 0 can appear.
Tensor loss(Model m, Tensor x, Tensor t) {
    var z = logits(m, x);
    return mean(softplus(z).sub(t.mul(z)));
}

void main() {
    var left = normal(key(1), 200, 2).add(tensor(-1f, 0.5f));
    var right = normal(key(2), 200, 2).add(tensor(1.5f, -0.5f));
    var x = concat(0, left, right);
    var t = concat(0, zeros(200), ones(200));

    var step = jit(valueAndGrad((Model m, Tensor a, Tensor b) -> loss(m, a, b)));
    var model = new Model(zeros(2), scalar(0f));
    for (int i = 0; i < 200; i++) {
        var r = step.apply(model, x, t);
        if (i % 50 == 0) {
            IO.println("step %3d  loss %.4f".formatted(i, r.value().item()));
        }
        model = new Model(model.weights().sub(r.gradient().weights().mul(0.5)),
                model.bias().sub(r.gradient().bias().mul(0.5)));
    }
    var right01 = convert(eq(gt(logits(model, x), scalar(0)), gt(t, scalar(0.5))), DType.FLOAT32);
    IO.println("accuracy %.3f".formatted(mean(right01).item()));
}
