/// A derivative of your own: rounding that lets the gradient pass, and a square root known by its equation.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

void main() {
    // round is flat, so nothing would ever learn through it. This rule lets the cotangent pass straight through.
    TensorFn passing = customVjp(x -> round(x), (x, y, ct) -> ct);
    var x = tensor(0.3, 1.6, 2.2);
    IO.println("round alone:  " + grad((Tensor v) -> sum(square(round(v)))).apply(x));
    IO.println("with a rule:  " + grad((Tensor v) -> sum(square(passing.apply(v)))).apply(x));

    // Ten steps of Heron's method; y * y = a gives the derivative 1 / (2 y) without going through the steps.
    TensorFn heron = a -> {
        var y = a;
        for (int i = 0; i < 10; i++) {
            y = y.add(a.div(y)).mul(0.5);
        }
        return y;
    };
    TensorFn root = customJvp(heron, (a, y, t) -> t.div(y.mul(2)));
    IO.println("root of 2:    " + root.apply(scalar(2.0)));
    IO.println("derivative:   " + grad(root).apply(scalar(2.0)));
    IO.println("second:       " + grad(grad(root)).apply(scalar(2.0)));
    IO.println("exact second: " + -0.25 * Math.pow(2, -1.5));
}
