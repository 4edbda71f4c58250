package org.cotangent.graph;

import java.util.IdentityHashMap;
import java.util.Map;

/// Structural equality of graphs: values are told apart by the order in which they are defined.
final class GraphEquality {
    private GraphEquality() {
    }

    static int hash(Graph g) {
        int h = g.inputTypes().hashCode();
        var numbers = numbers(g);
        for (var e : g.equations()) {
            h = 31 * h + e.op().hashCode();
            for (var a : e.operands()) {
                h = 31 * h + key(a, numbers).hashCode();
            }
        }
        for (var a : g.results()) {
            h = 31 * h + key(a, numbers).hashCode();
        }
        return h;
    }

    static boolean same(Graph a, Graph b) {
        if (!a.inputTypes().equals(b.inputTypes()) || a.equations().size() != b.equations().size()
                || a.results().size() != b.results().size()) {
            return false;
        }
        var na = numbers(a);
        var nb = numbers(b);
        for (int i = 0; i < a.equations().size(); i++) {
            if (!same(a.equations().get(i), na, b.equations().get(i), nb)) {
                return false;
            }
        }
        for (int i = 0; i < a.results().size(); i++) {
            if (!key(a.results().get(i), na).equals(key(b.results().get(i), nb))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Equation x, Map<Var, Integer> nx, Equation y, Map<Var, Integer> ny) {
        if (!x.op().equals(y.op()) || x.operands().size() != y.operands().size() || x.results().size() != y.results().size()) {
            return false;
        }
        for (int i = 0; i < x.operands().size(); i++) {
            if (!key(x.operands().get(i), nx).equals(key(y.operands().get(i), ny))) {
                return false;
            }
        }
        return true;
    }

    private static Object key(Atom a, Map<Var, Integer> numbers) {
        return a instanceof Var v ? numbers.getOrDefault(v, -1) : a;
    }

    private static Map<Var, Integer> numbers(Graph g) {
        var numbers = new IdentityHashMap<Var, Integer>();
        g.inputs().forEach(i -> numbers.put(i.var(), numbers.size()));
        g.equations().forEach(e -> e.results().forEach(v -> numbers.put(v, numbers.size())));
        return numbers;
    }
}
