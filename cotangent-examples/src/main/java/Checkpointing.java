/// Less memory for the way back: the layers are run again instead of being kept. The gradient has the same bits.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

TensorFn layer(Tensor w) {
    return x -> tanh(x.matmul(w));
}

Tensor loss(Tensor w, Tensor x, boolean again) {
    var h = x;
    for (int i = 0; i < 12; i++) {
        var block = layer(w);
        h = (again ? checkpoint(block) : block).apply(h);
    }
    return sum(square(h));
}

void main() {
    var w = normal(key(1), 64, 64).mul(0.12);
    var x = normal(key(2), 512, 64);
    var kept = jit(grad((Tensor v) -> loss(v, x, false)));
    var run = jit(grad((Tensor v) -> loss(v, x, true)));
    IO.println("the same gradient: " + Arrays.equals(kept.apply(w).toDoubleArray(), run.apply(w).toDoubleArray()));
    IO.println("operations, everything kept: " + kept.graphFor(w).equations().size());
    IO.println("operations, run again:       " + run.graphFor(w).equations().size());
}
