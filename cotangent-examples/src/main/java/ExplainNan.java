/// Where a NaN began, in a loop, with the element and the line; and why a gradient is zero.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;
import org.cotangent.explain.*;

Tensor simulate(Tensor x) {
    return sum(Control.fori(10, x, (i, c) -> sqrt(c.sub(1))));
}

Tensor network(Tensor x) {
    var hidden = relu(x.mul(2).sub(20));
    return sum(hidden.mul(3));
}

void main() {
    IO.println(Explain.of(this::simulate, tensor(100.0, 30, 4)).getFirst());
    IO.println("");
    IO.println(Explain.of(this::network, tensor(1.0, 2)).getFirst());
    IO.println("");
    var rounding = Rounding.of((Tensor x) -> sum(log(x.add(1)).div(x)), tensor(1e-4f, 3e-5f));
    IO.println("most rounding error comes from " + rounding.shares().getFirst().op());
}
