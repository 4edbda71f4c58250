package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Var;

/// A run of equations that are computed again together, and the choice of what is kept of them.
final class RematSegment {
    /// Equations for which a minimum cut is worth its time; longer runs are chosen from one by one.
    private static final int LARGEST = 1000;
    private static final double SCALE = 1 << 10;

    /// What is kept inside, its bytes, and what still runs again.
    record Choice(List<Var> kept, long bytes, double cost, List<Equation> again) {
    }

    final int from;
    final int to;
    private final RematProblem problem;
    private final int base;
    private final int count;

    /// Equations `from` to before `to`.
    RematSegment(RematProblem problem, int from, int to) {
        this.problem = problem;
        this.from = from;
        this.to = to;
        this.base = from == to ? 0 : problem.number(problem.equations.get(from).results().getFirst());
        int n = 0;
        for (int e = from; e < to; e++) {
            n += problem.equations.get(e).results().size();
        }
        this.count = n;
    }

    long residual() {
        return problem.residual(from, to);
    }

    /// The choice where a byte that is kept weighs as much as `price` operations; infinite: nothing is kept but what
    /// must be.
    Choice choose(double price) {
        boolean cut = to - from <= LARGEST && price < Double.POSITIVE_INFINITY;
        return cut ? byCut(price) : greedy(price);
    }

    private boolean fixed(int e) {
        return !problem.equations.get(e).op().isPure();
    }

    /// Nodes: source, sink, one for each value that can be had, one for each equation that runs again.
    private Choice byCut(double price) {
        int source = 0;
        int sink = 1;
        int equations = 2 + count;
        var network = new MinimumCut(equations + to - from);
        for (int e = from; e < to; e++) {
            var eq = problem.equations.get(e);
            int again = equations + e - from;
            network.edge(again, sink, fixed(e) ? MinimumCut.INFINITE : scaled(problem.cost[e]));
            for (var r : eq.results()) {
                int v = problem.number(r);
                long keep = problem.bytes[v] == 0 ? scaled(price * r.type().bytes()) : scaled(price * problem.bytes[v]);
                network.edge(2 + v - base, again, keep);
                if (problem.needed[v]) {
                    network.edge(source, 2 + v - base, MinimumCut.INFINITE);
                }
            }
            for (var a : eq.operands()) {
                int u = problem.number(a);
                if (u >= base && u < base + count) {
                    network.edge(again, 2 + u - base, MinimumCut.INFINITE);
                }
            }
        }
        var side = network.cut(source, sink);
        var kept = new boolean[count];
        for (int e = from; e < to; e++) {
            for (var r : problem.equations.get(e).results()) {
                int v = problem.number(r) - base;
                kept[v] = side[2 + v] && !side[equations + e - from];
            }
        }
        return choice(kept);
    }

    private static long scaled(double weight) {
        return (long) Math.min(weight * SCALE, 1e14);
    }

    /// Keeps what costs more than its bytes are worth.
    private Choice greedy(double price) {
        var kept = new boolean[count];
        for (int e = from; e < to; e++) {
            for (var r : problem.equations.get(e).results()) {
                int v = problem.number(r);
                kept[v - base] = problem.needed[v] && problem.bytes[v] > 0
                        && problem.cost[e] > price * problem.bytes[v];
            }
        }
        return choice(kept);
    }

    /// With what must be kept; what runs again is what the needed values come from.
    private Choice choice(boolean[] kept) {
        var wanted = new boolean[count];
        for (int v = 0; v < count; v++) {
            wanted[v] = problem.needed[base + v];
        }
        double cost = 0;
        long bytes = 0;
        var out = new ArrayList<Var>();
        var repeated = new ArrayList<Equation>();
        for (int e = to - 1; e >= from; e--) {
            boolean again = false;
            for (var r : problem.equations.get(e).results()) {
                int v = problem.number(r) - base;
                kept[v] |= fixed(e);
                again |= wanted[v] && !kept[v];
                if (kept[v]) {
                    out.add(r);
                    bytes += problem.bytes[v + base];
                }
            }
            if (again) {
                cost += problem.cost[e];
                repeated.add(problem.equations.get(e));
                for (var a : problem.equations.get(e).operands()) {
                    int u = problem.number(a) - base;
                    if (u >= 0 && u < count) {
                        wanted[u] = true;
                    }
                }
            }
        }
        return new Choice(out.reversed(), bytes, cost, repeated.reversed());
    }

    /// All that the pull back needs: nothing runs again.
    Choice everything() {
        var kept = new boolean[count];
        Arrays.fill(kept, true);
        var all = choice(kept);
        return new Choice(all.kept(), residual(), 0, List.of());
    }
}
