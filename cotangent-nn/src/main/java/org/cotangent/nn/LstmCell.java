package org.cotangent.nn;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.logistic;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.splitEvenly;
import static org.cotangent.core.Ops.tanh;

import org.cotangent.core.State;
import org.cotangent.core.Tensor;

/// Long short-term memory: gates i, f, g, o in this order, `c' = f c + i g`, `h' = o tanh(c')`. Hochreiter, Schmidhuber
/// 1997; Gers, Schmidhuber, Cummins 2000.
public record LstmCell(Gates gates) implements Cell<LstmCell.Carry> {
    /// The result of the last step, and the memory.
    public record Carry(Tensor hidden, Tensor memory) implements State {
    }

    /// Drawn evenly with bound `1 / sqrt(width)`, biases 0.
    public static LstmCell of(Tensor key, long in, long width) {
        return new LstmCell(Gates.of(key, in, width, 4));
    }

    @Override
    public Tensor project(Tensor x) {
        return gates.input(x);
    }

    @Override
    public Passed<Carry> advance(Tensor projected, Carry c) {
        var parts = splitEvenly(add(projected, gates.hidden(c.hidden())), 4, -1);
        var kept = mul(logistic(parts.get(1)), c.memory());
        var memory = add(kept, mul(logistic(parts.get(0)), tanh(parts.get(2))));
        var hidden = mul(logistic(parts.get(3)), tanh(memory));
        return new Passed<>(hidden, new Carry(hidden, memory));
    }

    @Override
    public Carry zero(long... leading) {
        return new Carry(gates.zero(leading), gates.zero(leading));
    }
}
