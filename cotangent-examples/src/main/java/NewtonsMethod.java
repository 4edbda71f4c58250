/// Newton's method on Rosenbrock's function: gradient and Hessian of the same few lines, exact to rounding.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

Tensor rosenbrock(Tensor p) {
    var x = index(p, 0);
    var y = index(p, 1);
    return square(sub(scalar(1), x)).add(square(y.sub(square(x))).mul(100));
}

void main() {
    TensorFn f = this::rosenbrock;
    var gradient = jit(grad(f));
    var hessian = jit(hessian(f));
    var p = tensor(-1.2, 1.0);
    for (int i = 0; i < 7; i++) {
        IO.println("%d  f = %.3e  at %s".formatted(i, f.apply(p).item(), p));
        // A 2 x 2 system by hand; for positive definite ones of any size there is solvePositiveDefinite.
        var h = hessian.apply(p).toDoubleArray();
        var g = gradient.apply(p).toDoubleArray();
        double det = h[0] * h[3] - h[1] * h[2];
        p = p.sub(tensor((h[3] * g[0] - h[1] * g[1]) / det, (h[0] * g[1] - h[2] * g[0]) / det));
    }
}
