/// A damped spring by a differential equation, and how its position depends on its stiffness.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

record State(Tensor position, Tensor velocity) {}

Tensor positionAt(double time, Tensor stiffness) {
    var damping = 0.3;
    var start = new State(scalar(1.0), scalar(0.0));
    var states = Odes.dormandPrince((Tensor t, State s) -> new State(s.velocity(),
            stiffness.mul(s.position()).add(s.velocity().mul(damping)).neg()), start,
            tensor(0.0, time), Odes.Accuracy.USUAL);
    return index(states.position(), 1);
}

/// x(t) = exp(-c t / 2) (cos(w t) + c / (2 w) sin(w t)) with w = sqrt(k - c^2 / 4).
Tensor exact(double time, Tensor stiffness) {
    var c = 0.3;
    var w = sqrt(stiffness.sub(c * c / 4));
    return cos(w.mul(time)).add(sin(w.mul(time)).mul(c / 2).div(w)).mul(Math.exp(-c * time / 2));
}

void main() {
    var k = scalar(4.0);
    for (double t : new double[] {1, 2, 5}) {
        var solved = valueAndGrad((Tensor s) -> positionAt(t, s)).apply(k);
        var known = valueAndGrad((Tensor s) -> exact(t, s)).apply(k);
        IO.println("t = %.0f  position %.6f (exact %.6f)  slope in the stiffness %.6f (exact %.6f)".formatted(t,
                solved.value().item(), known.value().item(), solved.gradient().item(), known.gradient().item()));
    }
}
