package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.op.Remat;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.schedule.RematPlan;
import org.cotangent.trace.Stage;

/// Functions whose inner values are computed again for the pull back: written down, they become one operation.
final class Checkpoints {
    private Checkpoints() {
    }

    static Object run(Function<List<Object>, Object> f, CheckpointPolicy keep, Object... arguments) {
        var flat = new Flattened(f, arguments);
        var types = flat.leaves().stream().map(Tensor::type).toList();
        var staged = Stage.trace("checkpoint", flat, types, flat.names(), null);
        var graph = Dispatch.current() instanceof Stage ? Stabilize.graph(staged.graph()).graph() : staged.graph();
        var operands = new ArrayList<>(flat.leaves());
        operands.addAll(staged.captured());
        operands.replaceAll(t -> t instanceof Concrete c ? c.asLiteral(false) : t);
        if (keep.bytes() > 0) {
            return flat.result().build(RematPlan.of(graph, keep.bytes()).apply().apply(operands));
        }
        var all = keep.apply(graph);
        int shown = graph.results().size();
        var out = Dispatch.bind(new Remat(all, keep.policy(), all.results().size() - shown), operands);
        return flat.result().build(out.subList(0, shown));
    }
}
