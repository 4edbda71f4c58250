package org.cotangent.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Shape;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Scan;

/// Finds the equations that go tile by tile: those that treat each element of a batch by itself and hang together with
/// something that runs along an axis before the batch.
///
/// An equation is of the first group that nothing outside it stands between; what needs results of a whole batch, and
/// is read by the batch again, begins a group of its own.
final class Tiling {
    /// Elements of a batch at least.
    private static final long LEAST = 16;
    /// Elements of a last axis that is a batch by itself.
    private static final long WIDE = 256;
    /// Groups of one width at most.
    private static final int MOST = 16;
    /// Bytes of the narrowest tile at most, if all values had scratch.
    private static final long LARGEST = 64L << 20;

    private final Graph graph;
    private final Map<Var, View> views = new IdentityHashMap<>();
    private final Set<Var> used = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Equation, TileGroup> groups = new IdentityHashMap<>();

    private Tiling(Graph graph) {
        this.graph = graph;
        for (var e : graph.equations()) {
            var view = View.moved(e, views);
            if (view != null) {
                views.put(e.result(), view);
            }
            e.operands().forEach(a -> used.addAll(a instanceof Var v ? List.of(v) : List.of()));
        }
        graph.results().forEach(a -> used.addAll(a instanceof Var v ? List.of(v) : List.of()));
    }

    /// What a program is cut into: the groups of equations, and for every other equation that needs some of them which.
    /// Only equations that need the same groups may be one step, or steps would wait for each other.
    record Cut(Map<Equation, TileGroup> groups, Map<Equation, Set<TileGroup>> after) {
    }

    /// The groups of a program.
    static Cut of(Graph g) {
        if (g.equations().stream().noneMatch(e -> batch(e) > 0)) {
            return new Cut(Map.of(), Map.of());
        }
        var t = new Tiling(g);
        var widths = new LinkedHashSet<Long>();
        g.equations().stream().map(Tiling::batch).filter(n -> n > 0).forEach(widths::add);
        widths.forEach(t::group);
        return new Cut(t.groups, t.after());
    }

    private Map<Equation, Set<TileGroup>> after() {
        Map<Equation, Set<TileGroup>> out = new IdentityHashMap<>();
        Map<Var, Set<TileGroup>> values = new IdentityHashMap<>();
        for (var e : graph.equations()) {
            Set<TileGroup> all = Collections.newSetFromMap(new IdentityHashMap<>());
            e.operands().stream().filter(values::containsKey).forEach(a -> all.addAll(values.get(a)));
            if (groups.containsKey(e)) {
                all.add(groups.get(e));
            }
            if (!all.isEmpty()) {
                e.results().forEach(v -> values.put(v, all));
                out.put(e, all);
            }
        }
        return out;
    }

    /// Elements of the batch behind the axis along which the equation runs, or 0.
    private static long batch(Equation e) {
        return switch (e.op()) {
            case CumSum c -> batch(e.result().type().shape(), c.axis() + 1);
            case Cumulative c -> batch(e.result().type().shape(), c.axis() + 1);
            case Scan s -> {
                long most = 0;
                for (int i = 0; i < s.carries(); i++) {
                    most = Math.max(most, batch(e.results().get(i).type().shape(), 0));
                }
                yield most;
            }
            default -> 0;
        };
    }

    private static long batch(Shape shape, int from) {
        long n = 1;
        for (int a = shape.rank() - 1; a >= from && n < WIDE; a--) {
            n *= shape.size(a);
        }
        return shape.count() == 0 || n < LEAST || n > Integer.MAX_VALUE ? 0 : n;
    }

    private void group(long width) {
        var found = new ArrayList<TileGroup>();
        // For each group what depends on it and is not of it.
        var tainted = new ArrayList<Set<Var>>();
        for (var e : graph.equations()) {
            if (e.results().isEmpty() || views.containsKey(e.result())) {
                continue;
            }
            int home = groups.containsKey(e) || !e.op().isPure() ? -1 : home(e, width, found, tainted);
            for (int i = 0; i < found.size(); i++) {
                if (i != home && (i < home || depends(e, found.get(i), tainted.get(i)))) {
                    tainted.get(i).addAll(e.results());
                }
            }
        }
        found.stream().filter(g -> g.runs).map(this::connected).filter(Tiling::fits).forEach(g ->
                g.members.forEach(e -> groups.put(e, g)));
    }

    private Atom root(Atom a) {
        return a instanceof Var v && views.containsKey(v) ? views.get(v).root() : a;
    }

    private boolean depends(Equation e, TileGroup g, Set<Var> tainted) {
        return e.operands().stream().anyMatch(a -> root(a) instanceof Var v
                && (g.values.containsKey(v) || tainted.contains(v)));
    }

    /// The number of the first group that takes the equation, perhaps a new one, or -1.
    private int home(Equation e, long width, List<TileGroup> found, List<Set<Var>> tainted) {
        for (int k = 0; k < found.size(); k++) {
            var before = tainted.get(k);
            if (e.operands().stream().noneMatch(a -> root(a) instanceof Var v && before.contains(v))
                    && found.get(k).take(e)) {
                return k;
            }
        }
        var fresh = new TileGroup(width, views, used);
        if (found.size() == MOST || !fresh.take(e)) {
            return -1;
        }
        found.add(fresh);
        tainted.add(Collections.newSetFromMap(new IdentityHashMap<>()));
        return found.size() - 1;
    }

    /// The group without what does not hang together with anything that runs along an axis.
    private TileGroup connected(TileGroup g) {
        Map<Var, Equation> makers = new IdentityHashMap<>();
        Map<Equation, List<Equation>> neighbours = new IdentityHashMap<>();
        for (var e : g.members) {
            neighbours.put(e, new ArrayList<>());
            e.results().forEach(v -> makers.put(v, e));
            for (var a : e.operands()) {
                var maker = root(a) instanceof Var v ? makers.get(v) : null;
                if (maker != null) {
                    neighbours.get(e).add(maker);
                    neighbours.get(maker).add(e);
                }
            }
        }
        Set<Equation> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        var open = new ArrayDeque<Equation>();
        g.members.stream().filter(e -> batch(e) > 0 && kept.add(e)).forEach(open::add);
        while (!open.isEmpty()) {
            neighbours.get(open.poll()).stream().filter(kept::add).forEach(open::add);
        }
        var out = new TileGroup(g.width, views, used);
        g.members.stream().filter(kept::contains).forEach(e -> {
            if (!out.take(e)) {
                throw new IllegalStateException(e.op().label() + " does not fit where it did");
            }
        });
        return out;
    }

    private static boolean fits(TileGroup g) {
        long rows = 0;
        for (var item : g.items) {
            rows += item instanceof TileValue.Block b ? b.rows() * b.points.size() : 0;
        }
        return rows * Math.min(g.width, TiledBuilder.NARROWEST) * Long.BYTES <= LARGEST;
    }
}
