package org.cotangent.trace;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.Traced;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;

/// Runs a graph again under a tape where some of its values are known: what computed those is recorded, not run.
///
/// An equation without results, which can only be there for what it does, counts as known.
final class Replay {
    private final Map<Var, Tensor> values = new IdentityHashMap<>();
    private final Map<Var, Tensor> known;

    private Replay(Map<Var, Tensor> known) {
        this.known = known;
    }

    static List<Tensor> run(Graph g, List<Tensor> arguments, Map<Var, Tensor> known) {
        var replay = new Replay(known);
        for (int i = 0; i < arguments.size(); i++) {
            replay.values.put(g.inputs().get(i).var(), arguments.get(i));
        }
        var current = Dispatch.current();
        var lines = current == null ? null : current.lines();
        for (var e : g.equations()) {
            if (current != null) {
                current.setLines(e.lines());
            }
            replay.step(e);
        }
        if (current != null) {
            current.setLines(lines);
        }
        return g.results().stream().map(replay::value).toList();
    }

    private void step(Equation e) {
        var operands = e.operands().stream().map(this::value).toList();
        boolean again = e.results().stream().anyMatch(v -> !known.containsKey(v));
        var results = again ? Dispatch.bind(e.op(), operands) : recorded(e, operands);
        for (int i = 0; i < e.results().size(); i++) {
            values.put(e.results().get(i), results.get(i));
        }
    }

    private List<Tensor> recorded(Equation e, List<Tensor> operands) {
        var results = new ArrayList<Tensor>();
        e.results().forEach(v -> results.add(known.get(v)));
        for (var t : operands) {
            if (t instanceof Traced traced && traced.interpreter() instanceof Tape tape) {
                return tape.record(e.op(), operands, results);
            }
        }
        return results;
    }

    private Tensor value(Atom a) {
        return a instanceof Literal l ? l.value() : values.get((Var) a);
    }
}
