package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.lane.LaneOp;
import org.cotangent.schedule.Cluster.Extent;

/// Elementwise values that a later loop computes once more, because to write them down and to read them again would
/// move more bytes than that costs: most of what the derivative of an activation keeps.
///
/// For a loop and one before it whose values it alone reads, the equations behind these values are taken back to what
/// is in memory anyway. The later loop gets copies of these equations where that saves bytes enough. The numbers are
/// the same to the bit.
final class Recompute {
    /// Lane operations that take as long as one byte moved: on two cores with vectors of 64 bytes, at 25 gigabytes a
    /// second, about six; half of that, so that doubtful cases stay as they are.
    private static final double WORK_OF_BYTE = 3;
    /// Equations that a loop computes once more, at most, of one earlier loop.
    private static final int MOST = 64;

    /// The values of an earlier loop that a loop makes itself, and the equations for that.
    private record Again(Set<Var> values, Set<Equation> equations) {
    }

    private final Graph graph;
    private final Clustering from;
    private final Map<Equation, Integer> index = new IdentityHashMap<>();
    private final Map<Var, Equation> makers;
    private final Map<Var, Set<Cluster>> readers = new IdentityHashMap<>();
    /// What somebody reads through a movement, or gets as a result.
    private final Set<Var> fixed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Cluster, List<Again>> plan = new IdentityHashMap<>();

    private Recompute(Graph graph) {
        this.graph = graph;
        this.from = Clustering.of(graph);
        this.makers = graph.makers();
        graph.equations().forEach(e -> index.put(e, index.size()));
        graph.results().forEach(this::fix);
        from.clusters().forEach(c -> c.members.forEach(e -> e.operands().forEach(a -> note(c, a))));
    }

    private void fix(Atom a) {
        if (from.view(a).root() instanceof Var v) {
            fixed.add(v);
        }
    }

    private void note(Cluster reader, Atom a) {
        if (from.view(a).root() != a) {
            fix(a);
        } else if (a instanceof Var v && !reader.values.containsKey(v)) {
            readers.computeIfAbsent(v, _ -> new LinkedHashSet<>()).add(reader);
        }
    }

    /// The graph with such equations written down twice; the same one where there are none.
    static Graph of(Graph g) {
        var r = new Recompute(g);
        Map<Cluster, Map<Cluster, Set<Var>>> kept = new LinkedHashMap<>();
        for (var e : g.equations()) {
            e.results().forEach(v -> r.offer(v, kept));
        }
        kept.forEach((reader, byMaker) -> byMaker.forEach((maker, values) -> r.decide(reader, maker, values)));
        return r.plan.isEmpty() ? g : r.rewritten();
    }

    /// Notes a value that nobody but one later loop reads.
    private void offer(Var v, Map<Cluster, Map<Cluster, Set<Var>>> kept) {
        var by = readers.getOrDefault(v, Set.of());
        var maker = maker(v);
        if (by.size() == 1 && maker != null && isInside(maker, v)) {
            var reader = by.iterator().next();
            if (reader.loop) {
                kept.computeIfAbsent(reader, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(maker, _ -> new LinkedHashSet<>()).add(v);
            }
        }
    }

    private Cluster maker(Var v) {
        var c = from.makers.get(v);
        return c == null ? null : c.now();
    }

    /// Whether the value is elementwise and need not be in memory for anybody's sake but its readers'.
    private boolean isInside(Cluster maker, Var v) {
        return maker.loop && maker.values.get(v) == Extent.FULL && Pointwise.is(makers.get(v)) && !fixed.contains(v);
    }

    private void decide(Cluster reader, Cluster maker, Set<Var> values) {
        Set<Equation> again = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Var> needed = new LinkedHashSet<>();
        var open = new ArrayList<Var>(values);
        while (!open.isEmpty()) {
            var v = open.removeLast();
            if (!isInside(maker, v) || readers.containsKey(v) && !values.contains(v)) {
                needed.add(v);
            } else if (again.add(makers.get(v))) {
                makers.get(v).operands().forEach(a -> {
                    if (from.view(a).root() instanceof Var w) {
                        open.add(w);
                    }
                });
            }
        }
        if (again.size() <= MOST && needed.stream().allMatch(v -> maker(v) == null || !maker(v).loop)
                && work(again) < WORK_OF_BYTE * saved(reader, values, needed)) {
            plan.computeIfAbsent(reader, _ -> new ArrayList<>()).add(new Again(values, again));
        }
    }

    /// Lane operations; a call for single lanes is never worth it.
    private static double work(Set<Equation> again) {
        double all = 0;
        for (var e : again) {
            var code = Pointwise.program(e);
            all += code.has(LaneOp.CALL) ? Double.POSITIVE_INFINITY
                    : (double) code.work() * e.result().type().shape().count();
        }
        return all;
    }

    /// Bytes that are not written and not read, less those that are read instead.
    private double saved(Cluster reader, Set<Var> values, Set<Var> needed) {
        double instead = bytes(needed.stream().filter(v -> !readers.getOrDefault(v, Set.of()).contains(reader))
                .toList());
        return 2 * bytes(values) - instead;
    }

    private static double bytes(Collection<Var> values) {
        return values.stream().mapToLong(v -> v.type().bytes()).sum();
    }

    /// The graph with each copy before the first equation that reads it.
    private Graph rewritten() {
        Map<Equation, Cluster> home = new IdentityHashMap<>();
        plan.keySet().forEach(c -> c.members.forEach(e -> home.put(e, c)));
        Map<Cluster, Map<Atom, Atom>> names = new IdentityHashMap<>();
        var out = new ArrayList<Equation>();
        for (var e : graph.equations()) {
            var c = home.get(e);
            if (c == null) {
                out.add(e);
                continue;
            }
            var own = names.computeIfAbsent(c, _ -> new IdentityHashMap<>());
            plan.get(c).forEach(a -> missing(e, a, own).forEach(f -> out.add(copy(f, own))));
            out.add(new Equation(e.op(), named(e.operands(), own), e.results(), e.lines()));
        }
        return new Graph(graph.name(), graph.inputs(), out, graph.results());
    }

    /// What an equation needs of it and is not copied yet, in order: all of it stands before the equation.
    private List<Equation> missing(Equation e, Again a, Map<Atom, Atom> names) {
        Set<Equation> found = Collections.newSetFromMap(new IdentityHashMap<>());
        var open = new ArrayList<Atom>(e.operands().stream().filter(a.values::contains).toList());
        while (!open.isEmpty()) {
            var v = open.removeLast();
            var maker = names.containsKey(v) ? null : makers.get(v);
            if (maker != null && a.equations.contains(maker) && found.add(maker)) {
                open.addAll(maker.operands());
            }
        }
        return found.stream().sorted(Comparator.comparing(index::get)).toList();
    }

    private static Equation copy(Equation e, Map<Atom, Atom> names) {
        var results = e.results().stream().map(v -> new Var(v.type(), v.name())).toList();
        var copy = new Equation(e.op(), named(e.operands(), names), results, e.lines());
        for (int i = 0; i < results.size(); i++) {
            names.put(e.results().get(i), results.get(i));
        }
        return copy;
    }

    private static List<Atom> named(List<Atom> operands, Map<Atom, Atom> names) {
        return operands.stream().map(a -> names.getOrDefault(a, a)).toList();
    }
}
