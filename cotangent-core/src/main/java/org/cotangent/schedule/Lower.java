package org.cotangent.schedule;

import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.op.Call;
import org.cotangent.op.CustomRule;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.Stop;
import org.cotangent.trace.Stage;

/// Writes a graph down again in terms that loops are made of: called graphs in place of their calls, normalising
/// functions as what they are made of, marks for the derivative left out. The meaning is the same, to the bit.
final class Lower extends Stage {
    /// Calls within calls that are written in place; deeper ones stay calls.
    private static final int DEPTH = 32;

    private int depth;

    private Lower() {
    }

    static Graph lower(Graph g) {
        var lower = new Lower();
        var names = g.inputs().stream().map(i -> i.var().name()).toList();
        var staged = lower.write(g.name(), in -> Dispatch.with(lower, () -> g.apply(in)), g.inputTypes(), names,
                g.inputs().stream().map(Input::role).toList());
        if (!staged.captured().isEmpty()) {
            throw new IllegalStateException("lowering captured " + staged.captured());
        }
        return DeadCode.remove(staged.graph());
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        return switch (op) {
            case Call c when depth < DEPTH -> inPlace(c.graph(), operands);
            case CustomRule c when depth < DEPTH -> inPlace(c.function(), operands);
            case Normalizing n -> List.of(n.expand(operands.getFirst()));
            case Stop _ -> operands;
            default -> super.bind(op, operands);
        };
    }

    private List<Tensor> inPlace(Graph g, List<Tensor> operands) {
        depth++;
        try {
            return g.apply(operands);
        } finally {
            depth--;
        }
    }
}
