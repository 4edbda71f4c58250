package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;

/// A large program as the page gets it: its structure in few bytes, no numbers.
///
/// A node is a list: name, number of the operation, number of the type, number of the place, line, column, operands (a
/// number for a node, a text for a literal), the operands that can be differentiated, and what can be opened there.
final class Outlined {
    private Outlined() {
    }

    static Map<String, Object> json(Evaluation e, List<List<String>> scopes) {
        var nodes = e.outline();
        var ops = new Table<String>();
        var types = new Table<Object>();
        var places = new Table<List<String>>();
        var index = new HashMap<String, Integer>();
        nodes.forEach(n -> index.put(n.name(), index.size()));
        var rows = new ArrayList<Object>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            var n = nodes.get(i);
            var operands = n.operands().stream().map(o -> (Object) (index.containsKey(o) ? index.get(o) : o)).toList();
            var row = new ArrayList<Object>(List.of(n.name(), ops.of(n.op()), types.of(n.type()),
                    places.of(scopes.get(i)), n.line(), n.column(), operands, edges(n, index)));
            var inside = e.inside(n);
            if (inside != null) {
                row.add(inside);
            }
            rows.add(row);
        }
        return Values.object("output", e.output(), "source", e.source(), "granularity", e.granularity(), "defaulted",
                e.defaulted(), "backward", e.hasBackward(), "withheld", false, "large", true, "open",
                e.opened().isEmpty() ? null : e.opened(), "ops", ops.all, "types", types.all.stream()
                .map(t -> Values.type((org.cotangent.core.TensorType) t)).toList(), "scopes", places.all, "rows", rows,
                "leaves", leaves(nodes), "cost", e.cost());
    }

    private static List<Integer> edges(Node n, Map<String, Integer> index) {
        return n.edges().stream().map(Edge::operand).map(index::get).toList();
    }

    private static Map<String, String> leaves(List<Node> nodes) {
        var out = new HashMap<String, String>();
        nodes.stream().filter(n -> !n.kind().equals("computation")).forEach(n -> out.put(n.name(), n.kind()));
        return out;
    }

    /// Different values, numbered.
    private static final class Table<T> {
        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> all = new ArrayList<>();

        int of(T value) {
            return numbers.computeIfAbsent(value, v -> {
                all.add(v);
                return all.size() - 1;
            });
        }
    }
}
