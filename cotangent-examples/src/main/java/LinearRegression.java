/// A line through noisy points: by gradient descent, and in closed form beside it.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

record Line(Tensor slope, Tensor offset) {}

Tensor loss(Line line, Tensor x, Tensor y) {
    return mean(square(x.mul(line.slope()).add(line.offset()).sub(y)));
}

void main() {
    var x = linspace(-1, 2, 50, DType.FLOAT64);
    var noise = normal(key(1), TensorType.of(DType.FLOAT64, 50)).mul(0.1);
    var y = x.mul(3).sub(1).add(noise);

    var step = jit(valueAndGrad((Line l, Tensor a, Tensor b) -> loss(l, a, b)));
    var line = new Line(scalar(0.0), scalar(0.0));
    for (int i = 0; i < 300; i++) {
        var r = step.apply(line, x, y);
        line = new Line(line.slope().sub(r.gradient().slope().mul(0.2)),
                line.offset().sub(r.gradient().offset().mul(0.2)));
    }
    IO.println("descent: slope %.4f, offset %.4f, loss %.5f".formatted(line.slope().item(), line.offset().item(),
            loss(line, x, y).item()));

    // The normal equations: (A'A) w = A'y with columns x and 1.
    var a = stack(1, x, onesLike(x));
    var w = solvePositiveDefinite(a.transpose().matmul(a), a.transpose().matmul(y)).toDoubleArray();
    IO.println("exact:   slope %.4f, offset %.4f".formatted(w[0], w[1]));
}
