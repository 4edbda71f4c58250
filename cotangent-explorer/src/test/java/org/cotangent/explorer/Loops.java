package org.cotangent.explorer;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.sum;
import static org.cotangent.core.Ops.tanh;
import static org.cotangent.core.Ops.tensor;

import java.util.List;
import org.cotangent.Carried;
import org.cotangent.Control;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;

/// A recurrence over nine inputs, written as a loop.
final class Loops {
    private Loops() {
    }

    static Graph graph() {
        return Transforms.jit((Tensor x, Tensor w) -> {
            var out = Control.scan((Tensor h, Tensor row) -> new Carried<>(tanh(add(mul(h, w), row)), mul(h, h)),
                    Ops.mul(w, Ops.scalar(0.5)), x);
            return add(sum(out.out()), out.carry());
        }).graphFor(inputs().get(0), inputs().get(1));
    }

    static List<Concrete> inputs() {
        return List.of(tensor(0.1, 0.2, 0.3, 0.4, 0.5, 0.4, 0.3, 0.2, 0.1).concrete(),
                Ops.reshape(tensor(0.7)).concrete());
    }

    static Explorer open() {
        return Explorer.open(graph(), inputs());
    }

    /// A loop in which a root meets a negative number, in its third iteration.
    static Explorer openBroken() {
        var x = tensor(100.0, 30, 4);
        return Explorer.open(Transforms.jit((Tensor t) -> sum(Control.fori(10, t, (_, c) -> Ops.sqrt(Ops.sub(c,
                Ops.scalar(1)))))).graphFor(x), List.of(x.concrete()));
    }
}
