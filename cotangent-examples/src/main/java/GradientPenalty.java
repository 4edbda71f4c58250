/// A gradient inside the loss: a penalty on how steep a function is makes it smooth.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

record Curve(Tensor w, Tensor b, Tensor out) {}

Tensor at(Curve c, Tensor x) {
    return sum(tanh(c.w().mul(x).add(c.b())).mul(c.out()));
}

/// The mean squared slope of the curve at some points.
Tensor steepness(Curve c, Tensor xs) {
    return mean(square(vmap((Tensor x) -> grad((Tensor v) -> at(c, v)).apply(x)).apply(xs)));
}

Tensor loss(Curve c, Tensor xs, Tensor ys, double penalty) {
    return mean(square(vmap((Tensor x) -> at(c, x)).apply(xs).sub(ys))).add(steepness(c, xs).mul(penalty));
}

void main() {
    var xs = linspace(-2, 2, 24, DType.FLOAT64);
    var ys = where(gt(xs, scalar(0)), scalar(1.0), scalar(-1.0));
    for (double penalty : new double[] {0, 0.05, 0.5}) {
        var type = TensorType.of(DType.FLOAT64, 16);
        var c = new Curve(normal(key(1), type), normal(key(2), type), normal(key(3), type).mul(0.1));
        var step = jit(valueAndGrad((Curve p) -> loss(p, xs, ys, penalty)));
        for (int i = 0; i < 400; i++) {
            var g = step.apply(c).gradient();
            c = new Curve(c.w().sub(g.w().mul(0.05)), c.b().sub(g.b().mul(0.05)), c.out().sub(g.out().mul(0.05)));
        }
        IO.println("penalty %.2f  misfit %.3f  mean squared slope %.3f".formatted(penalty, loss(c, xs, ys, 0).item(),
                steepness(c, xs).item()));
    }
}
