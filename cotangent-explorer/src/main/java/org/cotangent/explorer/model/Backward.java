package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.Ops;
import org.cotangent.program.Node;

/// The backward walk as a list of steps: one for each use of an operand, in the order in which the engine takes them,
/// with what has come together at the operand so far.
final class Backward {
    private final List<Node> nodes;
    private final Map<String, List<Formulas.Use>> uses = new LinkedHashMap<>();

    Backward(List<Node> nodes) {
        this.nodes = nodes;
        nodes.forEach(n -> uses.put(n.name(), new ArrayList<>()));
        for (var n : nodes) {
            for (int i = 0; i < n.edges().size(); i++) {
                uses.get(n.edges().get(i).operand()).add(new Formulas.Use(n, i));
            }
        }
    }

    /// The uses of a node's value, in forward order.
    List<Formulas.Use> uses(Node n) {
        return uses.get(n.name());
    }

    List<Map<String, Object>> steps() {
        var sums = new HashMap<String, Concrete>();
        var seen = new HashMap<String, Integer>();
        var out = new ArrayList<Map<String, Object>>();
        for (var n : nodes.reversed()) {
            for (int i = 0; i < n.edges().size(); i++) {
                var e = n.edges().get(i);
                if (e.contribution() == null) {
                    continue;
                }
                var sum = sums.merge(e.operand(), e.contribution(), (a, b) -> Ops.add(a, b).concrete());
                int count = seen.merge(e.operand(), 1, Integer::sum);
                int of = uses.get(e.operand()).size();
                out.add(Values.object("node", n.name(), "edge", i, "operand", e.operand(), "sum", Values.tensor(sum),
                        "count", count, "of", of));
            }
        }
        return out;
    }
}
