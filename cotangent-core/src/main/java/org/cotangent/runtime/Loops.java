package org.cotangent.runtime;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.op.Cond;
import org.cotangent.op.Control;
import org.cotangent.op.Scan;
import org.cotangent.op.Sweeps;
import org.cotangent.op.While;

/// Runs choices and loops: nested graphs are made ready once, and an iteration costs its operations.
final class Loops {
    private Loops() {
    }

    static List<Concrete> run(Control op, List<Concrete> operands, List<TensorType> types) {
        return switch (op) {
            case Cond c -> GraphRun.of(c.chosen(operands.getFirst())).once(operands.subList(1, operands.size()));
            case While w -> loop(w, operands);
            case Scan s -> new ScanRun(s, operands, types).run();
            case Sweeps s -> new SweepsRun(s, operands).run();
        };
    }

    private static List<Concrete> loop(While w, List<Concrete> operands) {
        var state = operands.toArray(Concrete[]::new);
        var condition = GraphRun.of(w.condition());
        var body = GraphRun.of(w.body());
        var test = condition.frame();
        var frame = body.frame();
        var grows = body.growing(w.constants(), state.length - w.constants());
        boolean[] owned = null;
        while (true) {
            System.arraycopy(state, 0, test, 0, state.length);
            condition.run(test, null);
            if (condition.result(test, 0).getLong(0) == 0) {
                return Arrays.asList(state).subList(w.constants(), state.length);
            }
            Arrays.fill(test, null);
            System.arraycopy(state, 0, frame, 0, state.length);
            body.run(frame, owned);
            for (int i = w.constants(); i < state.length; i++) {
                state[i] = body.result(frame, i - w.constants());
            }
            owned = grows;
        }
    }
}
