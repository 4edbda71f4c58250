package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.op.Op;

/// A graph in numbers: for each equation what running it again costs, for each value its bytes, whether the pull back
/// reads it, and where it is made and used.
final class RematProblem {
    final Graph graph;
    final List<Equation> equations;
    /// Values by number; inputs first.
    final List<Var> values = new ArrayList<>();
    final Map<Var, Integer> numbers = new IdentityHashMap<>();
    final double[] cost;
    /// Bytes of a value; 0 for one that only looks at another.
    final long[] bytes;
    final boolean[] needed;
    /// The equation that makes a value (-1: an input), and the last one that reads it or looks at it.
    final int[] made;
    final int[] last;
    /// Bytes that the pull back needs of the equations before each one.
    final long[] before;
    /// Bytes that pass from the equations before each one to the others.
    final long[] crossing;
    private final int[] roots;
    private final Map<Kind, Double> costs = new HashMap<>();

    private record Kind(Op op, List<TensorType> types) {
    }

    RematProblem(Graph g) {
        this.graph = g;
        this.equations = g.equations();
        int n = equations.size();
        g.inputs().forEach(i -> add(i.var()));
        equations.forEach(e -> e.results().forEach(this::add));
        int m = values.size();
        this.cost = new double[n];
        this.bytes = new long[m];
        this.needed = new boolean[m];
        this.made = new int[m];
        this.last = new int[m];
        this.roots = new int[m];
        this.before = new long[n + 1];
        this.crossing = new long[n + 1];
        Arrays.fill(made, -1);
        Arrays.fill(last, -1);
        for (int v = 0; v < m; v++) {
            roots[v] = v;
        }
        for (int e = 0; e < n; e++) {
            equation(e);
        }
        sums();
    }

    private void add(Var v) {
        numbers.put(v, values.size());
        values.add(v);
    }

    int number(Atom a) {
        return a instanceof Var v ? numbers.get(v) : -1;
    }

    private void equation(int e) {
        var eq = equations.get(e);
        cost[e] = costs.computeIfAbsent(new Kind(eq.op(), eq.operands().stream().map(Atom::type).toList()),
                k -> Costs.of(eq));
        boolean view = Costs.isView(eq.op()) && eq.results().size() == 1;
        for (var r : eq.results()) {
            int v = number(r);
            int from = view ? number(eq.operands().getFirst()) : -1;
            made[v] = e;
            last[v] = e;
            roots[v] = from >= 0 ? roots[from] : v;
            bytes[v] = view ? 0 : r.type().bytes();
        }
        for (var a : eq.operands()) {
            int v = number(a);
            if (v >= 0) {
                last[v] = e;
                last[roots[v]] = e;
            }
        }
    }

    private void sums() {
        var needs = new RematNeeds();
        for (int e = 0; e < equations.size(); e++) {
            var eq = equations.get(e);
            var need = needs.of(eq);
            need.operands().forEach(i -> need(number(eq.operands().get(i))));
            need.results().forEach(i -> need(number(eq.results().get(i))));
            before[e + 1] = need.inside();
        }
        for (int v = 0; v < values.size(); v++) {
            if (made[v] >= 0) {
                before[made[v] + 1] += needed[v] ? bytes[v] : 0;
                // Alive at the cuts behind its maker, up to the one before its last reader.
                crossing[made[v] + 1] += last[v] > made[v] ? bytes[v] : 0;
                crossing[last[v] + 1] -= last[v] > made[v] ? bytes[v] : 0;
            }
        }
        for (int e = 0; e < equations.size(); e++) {
            before[e + 1] += before[e];
            crossing[e + 1] += crossing[e];
        }
    }

    private void need(int v) {
        needed[v] = true;
        needed[roots[v]] = true;
    }

    /// Bytes that the pull back needs of the equations from one to before another.
    long residual(int from, int to) {
        return before[to] - before[from];
    }

    private long passing = -1;

    /// The most bytes that one equation reads and makes, twice: its values and their cotangents.
    long transientBytes() {
        if (passing >= 0) {
            return passing;
        }
        long most = 0;
        for (var e : equations) {
            long sum = 0;
            for (var a : e.operands()) {
                sum += a.type().bytes();
            }
            for (var v : e.results()) {
                sum += v.type().bytes();
            }
            most = Math.max(most, sum);
        }
        return passing = 2 * most;
    }

    double cost() {
        return Arrays.stream(cost).sum();
    }
}
