package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.core.Shape;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Var;

/// Equations that will be one step, in the making: pointwise ones over one domain, sums of rows and of everything; or
/// one equation that stands alone.
final class Cluster {
    /// What a value of a cluster is, by its extent.
    enum Extent {
        /// An element for each of the domain.
        FULL,
        /// One for each row of the domain.
        ROW,
        /// One for each place in a row, known when the step is over.
        COLUMN,
        /// One for the whole domain, known when the step is over.
        TOTAL,
        /// Values of the domain put side by side, known when the step is over.
        PLACED
    }

    /// Whether it is a loop; else its equations stand alone.
    boolean loop;
    /// What its equations are where they go tile by tile; else null.
    TileGroup tiles;
    /// The groups of tiles that its equations need, or null.
    Set<TileGroup> after;
    final Shape shape;
    final long count;
    /// Elements of a row, or 0 while rows do not matter.
    long row;
    /// Width in bits of its numbers, or 0 where there are only masks.
    int width;
    int first;
    int last;
    final List<Equation> members = new ArrayList<>();
    final Map<Var, Extent> values = new LinkedHashMap<>();
    final Set<Cluster> before = new LinkedHashSet<>();
    private Cluster merged;

    Cluster(boolean loop, Shape shape, int at) {
        this.loop = loop;
        this.shape = shape;
        this.count = shape.count();
        this.first = at;
        this.last = at;
    }

    /// The cluster that this one has become part of.
    Cluster now() {
        var c = this;
        while (c.merged != null) {
            c = c.merged;
        }
        return c;
    }

    void add(Equation e, Extent extent, int at) {
        members.add(e);
        e.results().forEach(v -> values.put(v, extent));
        first = Math.min(first, at);
        last = Math.max(last, at);
    }

    /// Lets a member go.
    void remove(Equation e) {
        members.remove(e);
        e.results().forEach(values::remove);
    }

    /// Takes all of another cluster over.
    void absorb(Cluster other) {
        members.addAll(other.members);
        values.putAll(other.values);
        before.addAll(other.before);
        row = Math.max(row, other.row);
        width = Math.max(width, other.width);
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        other.merged = this;
    }

    boolean has(Extent extent) {
        return values.containsValue(extent);
    }

    /// Whether this cluster needs `other`, by way of at least one more where `direct` does not count.
    boolean needs(Cluster other, boolean direct) {
        var seen = new java.util.HashSet<Cluster>();
        var open = new java.util.ArrayDeque<Cluster>();
        for (var b : before) {
            var c = b.now();
            if (c == other && direct) {
                return true;
            }
            if (c != other && c != this && seen.add(c)) {
                open.add(c);
            }
        }
        while (!open.isEmpty()) {
            for (var b : open.poll().before) {
                var c = b.now();
                if (c == other) {
                    return true;
                }
                if (c != this && c.last > other.first && seen.add(c)) {
                    open.add(c);
                }
            }
        }
        return false;
    }

    /// Whether the shape of the cluster has rows of `n` elements.
    boolean hasRows(long n) {
        long inner = 1;
        for (int a = shape.rank() - 1; a >= 0 && inner < n; a--) {
            inner *= shape.size(a);
        }
        return inner == n && n > 1;
    }

    /// The values as large as the domain that it reads from outside.
    Set<Var> reads(Function<Atom, Atom> root) {
        Set<Var> roots = new LinkedHashSet<>();
        for (var e : members) {
            for (var a : e.operands()) {
                if (root.apply(a) instanceof Var v && !values.containsKey(v)
                        && v.type().shape().count() == count && count > 1) {
                    roots.add(v);
                }
            }
        }
        return roots;
    }

    /// Whether the cluster works on rows of `n` elements or could.
    boolean takesRows(long n) {
        return !has(Extent.TOTAL) && !has(Extent.PLACED) && !RowDots.in(this)
                && (row == n || row == 0 && hasRows(n));
    }
}
