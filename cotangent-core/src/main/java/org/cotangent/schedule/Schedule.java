package org.cotangent.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;

/// The steps of a program in the order in which they run. Prints itself.
public record Schedule(Graph graph, List<Step> steps) {
    /// The schedule of a graph; `graph` of the result is what was scheduled, in lower terms than the given one.
    public static Schedule of(Graph g) {
        var lowered = Recompute.of(Lower.lower(g));
        return new Schedule(lowered, new Builder(lowered).steps());
    }

    /// Bytes moved by all steps.
    public long bytes() {
        return steps.stream().mapToLong(Step::bytes).sum();
    }

    /// Each step with the bytes that it moves and its operations.
    @Override
    public String toString() {
        var text = new StringBuilder("schedule of " + graph.name() + ": " + steps.size() + " steps for "
                + graph.equations().size() + " equations, " + bytes() + " bytes moved\n");
        int i = 0;
        for (var s : steps) {
            text.append(String.format(Locale.ROOT, "%3d %s | %s | %,d bytes, %,.0f operations%n", i++, s,
                    s.makes().stream().map(v -> v.type().toString()).toList(), s.bytes(), s.flops()));
        }
        return text.toString();
    }

    /// Turns clusters into steps.
    private static final class Builder {
        private final Graph graph;
        private final Clustering from;
        private final Map<Equation, Integer> index = new IdentityHashMap<>();
        private final Map<Var, Equation> viewEquations = new IdentityHashMap<>();
        private final Set<Var> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        private final ArrayDeque<Atom> asked = new ArrayDeque<>();
        private final Map<Var, Node> nodes = new IdentityHashMap<>();
        private final List<Node> all = new ArrayList<>();

        /// A step and how many others it waits for.
        private static final class Node {
            final Step step;
            final int at;
            final List<Node> after = new ArrayList<>();
            int waits;

            Node(Step step, int at) {
                this.step = step;
                this.at = at;
            }
        }

        Builder(Graph graph) {
            this.graph = graph;
            this.from = Clustering.of(graph);
            for (var e : graph.equations()) {
                index.put(e, index.size());
                e.results().stream().filter(from.views::containsKey).forEach(v -> viewEquations.put(v, e));
            }
        }

        List<Step> steps() {
            var clusters = from.clusters();
            clusters.forEach(c -> c.members.sort(Comparator.comparing(index::get)));
            for (var c : clusters) {
                c.loop = c.loop && !isPlain(c) && FusedBuilder.domain(c, from) != null;
            }
            clusters.forEach(this::ask);
            graph.results().forEach(this::need);
            var moves = materialised();
            for (var c : clusters) {
                addSteps(c);
            }
            moves.forEach(e -> add(new Single(e)));
            all.forEach(this::link);
            keepOrder();
            return ordered();
        }

        /// Asks for what a cluster reads of others.
        private void ask(Cluster c) {
            for (var e : c.members) {
                for (var a : e.operands()) {
                    if (!c.loop && c.tiles == null) {
                        need(a);
                    } else if (from.view(a).root() instanceof Var v && !c.values.containsKey(v)) {
                        need(v);
                    }
                }
            }
        }

        /// Whether the eager kernel of its one equation does as well.
        private boolean isPlain(Cluster c) {
            return c.members.size() == 1 && c.members.getFirst().operands().stream()
                    .allMatch(a -> from.view(a).root() == a);
        }

        private void need(Atom a) {
            if (a instanceof Var v && needed.add(v)) {
                asked.add(v);
            }
        }

        /// Movements whose results somebody needs as such.
        private List<Equation> materialised() {
            var moves = new ArrayList<Equation>();
            while (!asked.isEmpty()) {
                var e = viewEquations.get((Var) asked.poll());
                if (e != null) {
                    moves.add(e);
                    e.operands().forEach(this::need);
                }
            }
            return moves;
        }

        private void addSteps(Cluster c) {
            if (c.tiles != null) {
                add(TiledBuilder.build(c.tiles, needed));
            } else if (c.loop) {
                add(FusedBuilder.build(c, from, needed));
            } else {
                c.members.forEach(e -> add(new Single(e)));
            }
        }

        private void add(Step s) {
            var node = new Node(s, s.equations().stream().mapToInt(index::get).max().orElse(0));
            all.add(node);
            s.equations().forEach(e -> e.results().forEach(v -> nodes.put(v, node)));
        }

        private void link(Node n) {
            var seen = Collections.newSetFromMap(new IdentityHashMap<Node, Boolean>());
            for (var a : n.step.reads()) {
                var before = a instanceof Var v ? nodes.get(v) : null;
                if (before != null && before != n && seen.add(before)) {
                    before.after.add(n);
                    n.waits++;
                }
            }
        }

        /// What can be noticed stays in the order of the program.
        private void keepOrder() {
            Node last = null;
            for (var n : all.stream().sorted(Comparator.comparingInt(n -> n.at)).toList()) {
                if (n.step.equations().stream().anyMatch(e -> !e.op().isPure())) {
                    if (last != null) {
                        last.after.add(n);
                        n.waits++;
                    }
                    last = n;
                }
            }
        }

        private List<Step> ordered() {
            var ready = new PriorityQueue<Node>(Comparator.comparingInt(n -> n.at));
            all.stream().filter(n -> n.waits == 0).forEach(ready::add);
            var order = new ArrayList<Step>();
            while (!ready.isEmpty()) {
                var n = ready.poll();
                order.add(n.step);
                for (var m : n.after) {
                    if (--m.waits == 0) {
                        ready.add(m);
                    }
                }
            }
            if (order.size() != all.size()) {
                throw new IllegalStateException("steps wait for each other in " + graph);
            }
            return List.copyOf(order);
        }
    }
}
