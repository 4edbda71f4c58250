package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.op.Op;

/// Structural equality of graphs: values are told apart by the order in which they are defined.
///
/// Nested graphs wait in a list of pairs instead of being compared inside each other; a pair is compared once.
final class GraphEquality {
    /// Two graphs by identity.
    private record Pair(Graph a, Graph b) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Pair p && p.a == a && p.b == b;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(a) + System.identityHashCode(b);
        }
    }

    private final Set<Pair> seen = new HashSet<>();
    private final ArrayDeque<Pair> open = new ArrayDeque<>();

    private GraphEquality() {
    }

    static int hash(Graph g) {
        int h = g.inputTypes().hashCode();
        var numbers = numbers(g);
        for (var e : g.equations()) {
            h = 31 * h + e.op().hashCode();
            h = hash(e.operands(), numbers, h);
        }
        return hash(g.results(), numbers, h);
    }

    private static int hash(List<Atom> atoms, Map<Var, Integer> numbers, int h) {
        for (var a : atoms) {
            h = 31 * h + (a instanceof Var v ? numbers.getOrDefault(v, -1) : a.hashCode());
        }
        return h;
    }

    static boolean same(Graph a, Graph b) {
        var work = new GraphEquality();
        boolean same = work.later(a, b);
        while (same && !work.open.isEmpty()) {
            var next = work.open.poll();
            same = work.compare(next.a, next.b);
        }
        return same;
    }

    /// False where the two cannot be equal; else they are compared later, unless they were.
    private boolean later(Graph a, Graph b) {
        if (a == b) {
            return true;
        }
        if (a.hashCode() != b.hashCode()) {
            return false;
        }
        var pair = new Pair(a, b);
        if (seen.add(pair)) {
            open.add(pair);
        }
        return true;
    }

    private boolean compare(Graph a, Graph b) {
        if (!a.inputTypes().equals(b.inputTypes()) || a.equations().size() != b.equations().size()) {
            return false;
        }
        var na = numbers(a);
        var nb = numbers(b);
        for (int i = 0; i < a.equations().size(); i++) {
            var x = a.equations().get(i);
            var y = b.equations().get(i);
            if (x.results().size() != y.results().size() || !same(x.op(), y.op()) || !same(x.operands(), na,
                    y.operands(), nb)) {
                return false;
            }
        }
        return same(a.results(), na, b.results(), nb);
    }

    private boolean same(Op x, Op y) {
        if (!Parameters.holdsGraphs(x) || x == y) {
            return x.equals(y);
        }
        return x.getClass() == y.getClass()
                && Parameters.of(x.getClass()).stream().allMatch(p -> sameValue(p.of(x), p.of(y)));
    }

    private boolean sameValue(Object x, Object y) {
        if (x instanceof Graph a && y instanceof Graph b) {
            return later(a, b);
        }
        if (!(x instanceof List<?> a && y instanceof List<?> b)) {
            return Objects.equals(x, y);
        }
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) {
            same = sameValue(a.get(i), b.get(i));
        }
        return same;
    }

    private static boolean same(List<Atom> a, Map<Var, Integer> na, List<Atom> b, Map<Var, Integer> nb) {
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) {
            same = a.get(i) instanceof Var v
                    ? b.get(i) instanceof Var w && na.getOrDefault(v, -1).equals(nb.getOrDefault(w, -1))
                    : a.get(i).equals(b.get(i));
        }
        return same;
    }

    private static Map<Var, Integer> numbers(Graph g) {
        var numbers = new IdentityHashMap<Var, Integer>(g.inputs().size() + g.equations().size());
        g.inputs().forEach(i -> numbers.put(i.var(), numbers.size()));
        g.equations().forEach(e -> e.results().forEach(v -> numbers.put(v, numbers.size())));
        return numbers;
    }
}
