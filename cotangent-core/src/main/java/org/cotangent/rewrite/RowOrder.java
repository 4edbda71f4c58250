package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;

/// Rows in an order in which they can run, as near to the program's own as can be: what a program makes and uses soon
/// after is not kept longer than it was.
final class RowOrder {
    /// A row, where its last member stood, who waits for it, and for how many it waits.
    private static final class Node {
        final Rows.Row row;
        final int at;
        final List<Node> after = new ArrayList<>();
        int waits;

        Node(Rows.Row row, int at) {
            this.row = row;
            this.at = at;
        }
    }

    private RowOrder() {
    }

    static List<Rows.Row> of(Graph g, List<Rows.Row> rows) {
        Map<Equation, Integer> index = new IdentityHashMap<>();
        g.equations().forEach(e -> index.put(e, index.size()));
        Map<Var, Node> makers = new IdentityHashMap<>();
        var all = new ArrayList<Node>();
        for (var row : rows) {
            var node = new Node(row, row.members().stream().mapToInt(index::get).max().orElseThrow());
            all.add(node);
            row.members().forEach(e -> e.results().forEach(v -> makers.put(v, node)));
        }
        all.forEach(n -> link(n, makers));
        var ready = new PriorityQueue<Node>(Comparator.comparingInt(n -> n.at));
        all.stream().filter(n -> n.waits == 0).forEach(ready::add);
        var out = new ArrayList<Rows.Row>();
        while (!ready.isEmpty()) {
            var n = ready.poll();
            out.add(n.row);
            for (var m : n.after) {
                if (--m.waits == 0) {
                    ready.add(m);
                }
            }
        }
        if (out.size() != rows.size()) {
            throw new IllegalStateException("rows wait for each other in " + g.name());
        }
        return out;
    }

    private static void link(Node n, Map<Var, Node> makers) {
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var e : n.row.members()) {
            for (var a : e.operands()) {
                var before = a instanceof Var v ? makers.get(v) : null;
                if (before != null && before != n && seen.add(before)) {
                    before.after.add(n);
                    n.waits++;
                }
            }
        }
    }
}
