package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.core.Shape;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.op.Dot;
import org.cotangent.op.Reduce;
import org.cotangent.op.ReductionView;
import org.cotangent.op.Sum;
import org.cotangent.schedule.Cluster.Extent;

/// Decides which equations become one step, greedily in the order of the program.
///
/// An equation joins the clusters that make its operands where the domains fit and nothing between them would have to
/// run in the middle. Only values that are read element by element where they are made (or row by row, for results of
/// rows) stay inside.
final class Clustering {
    /// Equations of a cluster at most.
    private static final int MOST = 256;
    /// Elements of a row that is kept in cache.
    private static final long LONGEST_ROW = 1 << 14;
    /// Elements of a row whose columns are summed while rows are in cache.
    private static final long WIDEST = 1 << 11;

    final Map<Var, View> views = new IdentityHashMap<>();
    final Map<Var, Cluster> makers = new IdentityHashMap<>();
    private final List<Cluster> all = new ArrayList<>();
    /// The products among the members of loops, and where in the program they stand.
    private final Map<Equation, RowDots> products = new IdentityHashMap<>();
    private final Map<Equation, Integer> places = new IdentityHashMap<>();
    private final Tiling.Cut tiles;
    private final Map<TileGroup, Cluster> groups = new IdentityHashMap<>();
    /// The last step so far that must keep its place among those that can be noticed.
    private Cluster ordered;
    private int at;

    private Clustering(Tiling.Cut tiles) {
        this.tiles = tiles;
    }

    static Clustering of(Graph g) {
        var c = new Clustering(Tiling.of(g));
        for (var e : g.equations()) {
            c.place(e);
            c.at++;
        }
        c.evictLoneProducts();
        c.joinSiblings();
        return c;
    }

    /// Products whose matrix no other product of their loop reads are done by themselves.
    private void evictLoneProducts() {
        for (var c : products.isEmpty() ? List.<Cluster>of() : clusters()) {
            for (var e : RowDots.lone(c, products, a -> view(a).root())) {
                c.remove(e);
                var own = new Cluster(false, e.result().type().shape(), places.get(e));
                own.add(e, Extent.FULL, places.get(e));
                makers.put(e.result(), own);
                all.add(own);
            }
        }
        all.removeIf(c -> c.now() == c && c.members.isEmpty());
        if (!products.isEmpty()) {
            clusters().forEach(c -> c.members.forEach(e -> waits(c, e)));
        }
    }

    /// Loops over one domain that read the same value read it once, where neither needs the other.
    private void joinSiblings() {
        Map<Var, Cluster> readers = new IdentityHashMap<>();
        for (var c : all) {
            if (!c.loop || c.now() != c) {
                continue;
            }
            for (var root : c.reads(a -> view(a).root())) {
                var now = c.now();
                var sibling = readers.containsKey(root) ? readers.get(root).now() : null;
                if (sibling != null && sibling != now && mergeable(sibling, now)) {
                    sibling.absorb(now);
                } else {
                    readers.put(root, now);
                }
            }
        }
    }

    /// The clusters that are left.
    List<Cluster> clusters() {
        return all.stream().filter(c -> c.now() == c).toList();
    }

    /// How an operand is read.
    View view(Atom a) {
        var view = a instanceof Var v ? views.get(v) : null;
        return view != null ? view : View.of(a);
    }

    private Cluster maker(Atom root) {
        var c = root instanceof Var v ? makers.get(v) : null;
        return c == null ? null : c.now();
    }

    private void place(Equation e) {
        var view = View.moved(e, views);
        if (view != null) {
            views.put(e.result(), view);
            return;
        }
        var tile = tiles.groups().get(e);
        if (tile != null) {
            tiled(tile, e);
            return;
        }
        if (Pointwise.is(e) && (joinPointwise(e) || open(e))) {
            return;
        }
        if (!e.operands().isEmpty() && e.results().size() == 1 && Placed.is(e) && joinPlaced(e)
                || e.op() instanceof Dot && takeProduct(e)) {
            return;
        }
        if (Pointwise.isFold(e) && (joinFold(e) || openFold(e))) {
            return;
        }
        alone(e);
    }

    private void tiled(TileGroup group, Equation e) {
        var c = groups.get(group);
        if (c == null) {
            c = new Cluster(false, e.result().type().shape(), at);
            c.tiles = group;
            groups.put(group, c);
            all.add(c);
        }
        take(c, e, Extent.FULL);
    }

    private void alone(Equation e) {
        var c = new Cluster(false, e.results().isEmpty() ? Shape.SCALAR : e.result().type().shape(), at);
        take(c, e, Extent.FULL);
        if (!e.op().isPure()) {
            if (ordered != null) {
                c.before.add(ordered);
            }
            ordered = c;
        }
        all.add(c);
    }

    private void take(Cluster c, Equation e, Extent extent) {
        c.after = tiles.after().get(e);
        c.add(e, extent, at);
        e.results().forEach(v -> makers.put(v, c));
        waits(c, e);
    }

    /// Notes what a cluster needs for one of its members.
    private void waits(Cluster c, Equation e) {
        for (var a : e.operands()) {
            var m = maker(view(a).root());
            if (m != null && m != c) {
                c.before.add(m);
            }
        }
    }

    /// A cluster of its own for a pointwise equation, whose operands loops can read.
    private boolean open(Equation e) {
        var c = new Cluster(true, e.result().type().shape(), at);
        c.width = Pointwise.width(e);
        take(c, e, Extent.FULL);
        all.add(c);
        return true;
    }

    private boolean joinPointwise(Equation e) {
        Set<Cluster> candidates = new LinkedHashSet<>();
        for (var a : e.operands()) {
            var m = maker(view(a).root());
            if (m != null && m.loop) {
                candidates.add(m);
            }
        }
        Cluster home = null;
        for (var c : candidates) {
            if (home == null) {
                home = join(c, e) ? c : null;
            } else if (c.now() != home.now() && mergeable(home.now(), c.now())) {
                home.now().absorb(c.now());
            }
        }
        return home != null;
    }

    private boolean join(Cluster c, Equation e) {
        var extent = extent(c, e.result().type().shape(), e);
        int width = Pointwise.width(e);
        if (extent == null || c.members.size() >= MOST || width != 0 && c.width != 0 && width != c.width
                || interposed(c, e)) {
            return false;
        }
        c.width = Math.max(c.width, width);
        take(c, e, extent);
        return true;
    }

    /// What the result would be in the cluster, or null where the equation does not fit.
    private Extent extent(Cluster c, Shape shape, Equation e) {
        Extent extent = shape.equals(c.shape) || shape.count() == c.count && flat(c, e) ? Extent.FULL
                : c.row > 0 && shape.count() * c.row == c.count && rowsOnly(c, e) ? Extent.ROW : null;
        if (extent != null) {
            for (var a : e.operands()) {
                if (!fits(c, view(a), extent)) {
                    return null;
                }
            }
        }
        return extent;
    }

    /// Whether everything the equation and the cluster read is read in order, so that shapes do not matter.
    private boolean flat(Cluster c, Equation e) {
        return c.row == 0 && e.operands().stream().allMatch(a -> view(a).isInOrder())
                && c.members.stream().allMatch(m -> m.operands().stream().allMatch(a -> view(a).isInOrder()));
    }

    /// Whether at least one operand is a row value of the cluster, and the others are read in order.
    private boolean rowsOnly(Cluster c, Equation e) {
        return e.operands().stream().allMatch(a -> view(a).isInOrder())
                && e.operands().stream().anyMatch(a -> c.values.get(view(a).root()) == Extent.ROW);
    }

    /// Whether a loop of the cluster can read the operand: from outside as it lies, from inside element by element.
    private boolean fits(Cluster c, View v, Extent reader) {
        var own = v.root() instanceof Var ? c.values.get(v.root()) : null;
        if (own == null) {
            return v.isReadable() || v.isSingle();
        }
        return switch (own) {
            case FULL -> reader == Extent.FULL && v.isPlain();
            case ROW -> reader == Extent.FULL ? View.isRow(v, c.row) : v.isPlain();
            case COLUMN, TOTAL, PLACED -> false;
        };
    }

    /// Whether something outside the cluster that the equation reads needs the cluster, or might come to.
    private boolean interposed(Cluster c, Equation e) {
        if (!Objects.equals(c.after, tiles.after().get(e))) {
            return true;
        }
        for (var a : e.operands()) {
            var m = maker(view(a).root());
            if (m != null && m != c && m.last > c.first && m.needs(c, true)) {
                return true;
            }
        }
        return false;
    }

    /// A product of rows begins a loop over the rows; a sum of rows ends the loop that makes their factors.
    private boolean takeProduct(Equation e) {
        var p = RowDots.of(e);
        if (p == null || !view(p.matrix()).isPlain() || !view(p.vector()).isPlain()) {
            return false;
        }
        var c = p.sums() ? maker(view(p.vector()).root()) : new Cluster(true, e.result().type().shape(), at);
        if (c == null || p.sums() && !takesSum(c, p, e)) {
            return false;
        }
        c.width = e.result().type().dtype().cell().bytes() * Byte.SIZE;
        products.put(e, p);
        places.put(e, at);
        take(c, e, p.sums() ? Extent.TOTAL : Extent.FULL);
        if (!p.sums()) {
            all.add(c);
        }
        return true;
    }

    private boolean takesSum(Cluster c, RowDots p, Equation e) {
        return c.loop && c.row == 0 && c.values.get(view(p.vector()).root()) == Extent.FULL
                && !c.values.containsKey(view(p.matrix()).root()) && c.members.size() < MOST && !interposed(c, e);
    }

    private boolean mergeable(Cluster a, Cluster b) {
        boolean same = a.shape.equals(b.shape) && Objects.equals(a.after, b.after)
                && (a.row == b.row || a.row == 0 || b.row == 0)
                && (a.width == b.width || a.width == 0 || b.width == 0)
                && a.members.size() + b.members.size() <= MOST
                && (a.row == b.row || !RowDots.in(a) && !RowDots.in(b))
                && (a.row == 0 && b.row == 0 || !a.has(Extent.TOTAL) && !b.has(Extent.TOTAL)
                && !a.has(Extent.PLACED) && !b.has(Extent.PLACED));
        return same && readsFit(a, b) && readsFit(b, a) && !a.needs(b, false) && !b.needs(a, false);
    }

    /// Whether what `reader` reads of `c` could be read inside one cluster of both.
    private boolean readsFit(Cluster c, Cluster reader) {
        for (var e : reader.members) {
            var extent = reader.values.get(e.result());
            for (var a : e.operands()) {
                var v = view(a);
                var own = v.root() instanceof Var ? c.values.get(v.root()) : null;
                if (own != null && (!Pointwise.is(e) ? !v.isPlain() || own != Extent.FULL : !fits(c, v, extent))) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Makes the parts where they lie, if one loop makes them all.
    private boolean joinPlaced(Equation e) {
        var parts = e.operands().subList(0, Placed.parts(e));
        Cluster c = null;
        for (var a : parts) {
            var m = maker(view(a).root());
            if (m == null || !m.loop || c != null && c != m && !mergeable(c, m)) {
                return false;
            }
            if (c != null && c != m) {
                c.absorb(m);
            }
            c = c == null ? m : c;
        }
        if (c.row != 0 || c.members.size() >= MOST) {
            return false;
        }
        for (var a : parts) {
            var v = view(a);
            if (!v.isPlain() || !v.shape().equals(c.shape) || c.values.get(v.root()) != Extent.FULL) {
                return false;
            }
        }
        take(c, e, Extent.PLACED);
        return true;
    }

    private static ReductionView reduction(Equation e) {
        var axes = e.op() instanceof Sum s ? s.axes() : ((Reduce) e.op()).axes();
        return ReductionView.of(e.operands().getFirst().type().shape(), axes);
    }

    private boolean joinFold(Equation e) {
        var v = view(e.operands().getFirst());
        var c = maker(v.root());
        var r = reduction(e);
        if (c == null || !c.loop || !v.isPlain() || c.values.get(v.root()) != Extent.FULL || r.moved()
                || r.inner() != 1 && r.outer() != 1 || c.members.size() >= MOST || interposed(c, e)) {
            return false;
        }
        if (r.inner() != 1) {
            return r.inner() <= WIDEST && c.takesRows(r.inner()) && takeRow(c, e, r.inner(), Extent.COLUMN);
        }
        if (r.outer() == 1) {
            if (c.row != 0) {
                return false;
            }
            take(c, e, Extent.TOTAL);
            return true;
        }
        return r.n() <= LONGEST_ROW && c.takesRows(r.n()) && takeRow(c, e, r.n(), Extent.ROW);
    }

    private boolean takeRow(Cluster c, Equation e, long n, Extent extent) {
        c.row = n;
        take(c, e, extent);
        return true;
    }

    /// A cluster that begins with the fold of the rows of a value from outside.
    private boolean openFold(Equation e) {
        var v = view(e.operands().getFirst());
        var r = reduction(e);
        if (r.moved() || r.inner() != 1 || r.outer() == 1 || r.n() > LONGEST_ROW || r.n() < 2 || !v.isReadable()) {
            return false;
        }
        var c = new Cluster(true, v.shape(), at);
        c.width = e.result().type().dtype().lane().bits();
        if (!c.hasRows(r.n())) {
            return false;
        }
        takeRow(c, e, r.n(), Extent.ROW);
        all.add(c);
        return true;
    }
}
