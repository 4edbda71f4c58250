package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.cotangent.core.GraphException;

/// The graphs that the operations of a graph hold, at any depth, each object once.
final class NestedGraphs {
    /// How deep graphs and lists may be nested in program text.
    static final int DEPTH = 200;

    private final List<Graph> inner = new ArrayList<>();
    private final Map<Graph, Integer> uses = new IdentityHashMap<>();

    private NestedGraphs() {
    }

    /// A graph that is being walked, with the graphs it holds that are still to come.
    private record Walk(Graph graph, ArrayDeque<Graph> rest) {
    }

    /// Walks without recursion; the graph itself comes last.
    static NestedGraphs of(Graph g) {
        return of(g, each -> true);
    }

    /// As above, without the graphs that are not wanted and what only they hold.
    static NestedGraphs of(Graph g, Predicate<Graph> wanted) {
        var nested = new NestedGraphs();
        var stack = new ArrayDeque<Walk>();
        stack.push(new Walk(g, nested.held(g)));
        while (!stack.isEmpty()) {
            var next = stack.peek().rest.poll();
            if (next == null) {
                nested.inner.add(stack.pop().graph);
            } else if (wanted.test(next) && nested.uses.merge(next, 1, Integer::sum) == 1) {
                stack.push(new Walk(next, nested.held(next)));
            }
        }
        return nested;
    }

    private ArrayDeque<Graph> held(Graph g) {
        var out = new ArrayDeque<Graph>();
        for (var e : g.equations()) {
            if (Parameters.holdsGraphs(e.op())) {
                out.addAll(Parameters.graphs(e.op()));
            }
        }
        return out;
    }

    /// Every graph after those that it holds.
    List<Graph> innerFirst() {
        return Collections.unmodifiableList(inner);
    }

    /// How many operations hold this very graph.
    int uses(Graph g) {
        return uses.getOrDefault(g, 0);
    }

    /// This, after checking that graphs are nested no deeper than text can say.
    NestedGraphs printable() {
        var depth = new IdentityHashMap<Graph, Integer>();
        for (var g : inner) {
            int deepest = 0;
            for (var e : g.equations()) {
                for (var held : Parameters.graphs(e.op())) {
                    deepest = Math.max(deepest, depth.get(held));
                }
            }
            depth.put(g, deepest + 1);
            if (deepest + 1 > DEPTH) {
                throw new GraphException("print graph " + inner.getLast().name(), "graphs nested deeper than " + DEPTH,
                        null,
                        "call graphs one after the other instead of inside each other, or write GraphJson", null);
            }
        }
        return this;
    }
}
