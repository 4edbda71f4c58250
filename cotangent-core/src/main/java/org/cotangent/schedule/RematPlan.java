package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.Ops;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.graph.Role;
import org.cotangent.graph.Var;
import org.cotangent.op.Remat;
import org.cotangent.trace.GraphDeriving;
import org.cotangent.trace.Tape;

/// What a function keeps for its pull back so that a number of bytes is enough: the function cut into runs of
/// equations that are computed again one by one, and the values inside that are kept nevertheless.
///
/// Cuts lie where little passes through; their number comes from trying sizes of runs, by the bytes that the pull back
/// of one run needs. What room is left goes to values that are dear for their bytes, chosen in each run by a minimum
/// cut under one price of a byte for all.
public final class RematPlan {
    private static final int PRICES = 8;
    private static final int DEEPEST = 4;
    private static final int TRIED = 3;
    private static final double STEP = 1.5;

    /// One run of equations.
    private record Part(RematSegment segment, RematSegment.Choice choice, boolean again) {
    }

    private final RematProblem problem;
    private final long budget;
    private final int depth;
    private List<Part> parts = List.of();
    private long bytes;
    private double again;
    /// Bytes for the pull back of one run where runs are cut again; 0: they are not.
    private long inner;

    private RematPlan(RematProblem problem, long budget, int depth) {
        this.problem = problem;
        this.budget = budget;
        this.depth = depth;
    }

    /// The plan for a graph whose pull back is to live with `budget` bytes beside arguments and results, or with as few
    /// as can be.
    public static RematPlan of(Graph g, long budget) {
        return of(g, budget, 0);
    }

    /// The results of a graph, and its pull back to the active inputs of ones.
    public static Graph gradient(Graph g, List<Boolean> active) {
        return GraphDeriving.INSTANCE.write("gradient", g.inputTypes(), in -> {
            var marks = new boolean[active.size()];
            for (int i = 0; i < marks.length; i++) {
                marks[i] = active.get(i);
            }
            var tape = Tape.record(g::apply, in, marks);
            var ones = g.resultTypes().stream().map(t -> t.dtype().isFloat() ? Ops.ones(t) : null).toList();
            var out = new ArrayList<>(tape.values());
            tape.pull(ones).stream().filter(t -> t != null).forEach(out::add);
            return out;
        });
    }

    /// Bytes of what an equation makes.
    public static long bytes(Equation e) {
        return e.results().stream().mapToLong(v -> v.type().bytes()).sum();
    }

    /// Lane operations of an equation, as estimated.
    public static double operations(Equation e) {
        return Costs.of(e);
    }

    private static RematPlan of(Graph g, long budget, int depth) {
        var plan = new RematPlan(new RematProblem(g), budget, depth);
        plan.choose();
        return plan;
    }

    /// Bytes that are expected to be alive at most.
    public long bytes() {
        return bytes;
    }

    /// Operations that run a second time.
    public double again() {
        return again;
    }

    /// Operations of one run.
    public double operations() {
        return problem.cost();
    }

    /// Equations whose values are kept for the pull back.
    public List<Equation> kept() {
        var out = new ArrayList<Equation>();
        var makers = problem.graph.makers();
        Set<Equation> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Var> needed = crossings();
        for (var p : parts) {
            p.choice.kept().stream().filter(v -> p.again || problem.needed[problem.number(v)]).forEach(needed::add);
        }
        problem.values.stream().filter(needed::contains).map(makers::get).filter(e -> e != null && seen.add(e))
                .forEach(out::add);
        return out;
    }

    /// Equations that are computed again.
    public List<Equation> repeated() {
        return parts.stream().filter(Part::again).flatMap(p -> p.choice.again().stream()).toList();
    }

    private Set<Var> crossings() {
        var part = new int[problem.equations.size()];
        for (int k = 0; k < parts.size(); k++) {
            java.util.Arrays.fill(part, parts.get(k).segment.from, parts.get(k).segment.to, k);
        }
        Set<Var> out = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int v = 0; v < problem.values.size(); v++) {
            if (problem.made[v] >= 0 && part[problem.made[v]] != part[problem.last[v]]) {
                out.add(problem.values.get(v));
            }
        }
        return out;
    }

    private void choose() {
        int n = problem.equations.size();
        long all = problem.residual(0, n);
        long passing = problem.transientBytes();
        if (n == 0 || all + passing <= budget) {
            var whole = new RematSegment(problem, 0, n);
            take(List.of(new Part(whole, whole.everything(), false)), all + passing);
            return;
        }
        var fitting = new ArrayList<List<RematSegment>>();
        List<RematSegment> least = null;
        for (double most = all; ; most /= STEP) {
            var cut = cut((long) most);
            if (peak(cut) <= budget) {
                fitting.add(cut);
            }
            least = least == null || peak(cut) < peak(least) ? cut : least;
            if (cut.size() >= n || most < 1) {
                break;
            }
        }
        if (fitting.isEmpty()) {
            squeeze(least);
        }
        for (int i = 0; i < Math.min(TRIED, fitting.size()); i++) {
            var cut = fitting.get(i * fitting.size() / Math.min(TRIED, fitting.size()));
            var filled = fill(cut, budget - peak(cut));
            if (parts.isEmpty() || cost(filled) < again) {
                take(filled, peak(cut));
            }
        }
    }

    private long peak(List<RematSegment> cut) {
        return stored(cut) + largest(cut) + problem.transientBytes();
    }

    private static double cost(List<Part> parts) {
        return parts.stream().mapToDouble(p -> p.again ? p.choice.cost() : 0).sum();
    }

    /// No cut fits: runs within runs, where that takes less.
    private void squeeze(List<RematSegment> least) {
        take(bare(least), peak(least));
        if (depth == DEEPEST) {
            return;
        }
        for (double most = problem.residual(0, problem.equations.size()) / STEP; most > 1; most /= STEP) {
            var cut = cut((long) most);
            long stored = stored(cut);
            if (cut.size() >= problem.equations.size() || stored > budget / 2) {
                return;
            }
            if (cut.size() > 1) {
                parts = parts(cut, Double.POSITIVE_INFINITY).stream()
                        .map(p -> new Part(p.segment, p.segment.choose(Double.POSITIVE_INFINITY), true)).toList();
                inner = budget - stored;
                again = cost(parts);
                bytes = budget;
            }
        }
    }

    private void take(List<Part> chosen, long peak) {
        parts = chosen;
        long extra = chosen.stream().limit(Math.max(0, chosen.size() - 1)).mapToLong(p -> p.choice.bytes()).sum();
        bytes = peak + extra;
        again = chosen.stream().mapToDouble(p -> p.again ? p.choice.cost() : 0).sum();
    }

    /// Runs that need at most `most` bytes each where one equation does not need more, cut where little passes.
    private List<RematSegment> cut(long most) {
        int n = problem.equations.size();
        var out = new ArrayList<RematSegment>();
        int from = 0;
        while (from < n) {
            int to = from + 1;
            while (to < n && problem.residual(from, to + 1) <= most) {
                to++;
            }
            int at = to;
            for (int p = to; to < n && p > from + (to - from) / 2; p--) {
                at = problem.crossing[p] < problem.crossing[at] ? p : at;
            }
            out.add(new RematSegment(problem, from, at));
            from = at;
        }
        return out;
    }

    /// Bytes of the values that pass from one run to another.
    private long stored(List<RematSegment> cut) {
        var part = new int[problem.equations.size()];
        for (int k = 0; k < cut.size(); k++) {
            java.util.Arrays.fill(part, cut.get(k).from, cut.get(k).to, k);
        }
        long sum = 0;
        for (int v = 0; v < problem.values.size(); v++) {
            int made = problem.made[v];
            sum += made >= 0 && part[made] != part[problem.last[v]] ? problem.bytes[v] : 0;
        }
        return sum;
    }

    private static long largest(List<RematSegment> cut) {
        return cut.stream().mapToLong(RematSegment::residual).max().orElse(0);
    }

    /// Nothing is kept inside; the last run is not repeated, since its pull back comes at once.
    private List<Part> bare(List<RematSegment> cut) {
        return parts(cut, Double.POSITIVE_INFINITY);
    }

    private List<Part> parts(List<RematSegment> cut, double price) {
        var out = new ArrayList<Part>();
        for (int k = 0; k < cut.size(); k++) {
            var s = cut.get(k);
            boolean last = k == cut.size() - 1;
            var choice = last ? s.everything() : s.choose(price);
            out.add(new Part(s, choice, !last && choice.cost() > 0));
        }
        return out;
    }

    /// The parts at the lowest price of a byte at which what is kept fits into the room that is left.
    private List<Part> fill(List<RematSegment> cut, long room) {
        var best = bare(cut);
        if (room <= 0) {
            return best;
        }
        double low = -14;
        double high = 20;
        for (int i = 0; i < PRICES; i++) {
            double middle = (low + high) / 2;
            var parts = parts(cut, Math.pow(2, middle));
            long extra = parts.stream().limit(Math.max(0, parts.size() - 1)).mapToLong(p -> p.choice.bytes()).sum();
            if (extra <= room) {
                best = parts;
                high = middle;
            } else {
                low = middle;
            }
        }
        return upgraded(best, room);
    }

    /// Runs that need not run again for what is left of the room, those first that gain most for their bytes.
    private static List<Part> upgraded(List<Part> parts, long room) {
        var out = new ArrayList<>(parts);
        long rest = room - parts.stream().filter(Part::again).mapToLong(p -> p.choice.bytes()).sum();
        var order = new ArrayList<Integer>();
        for (int i = 0; i < out.size() - 1; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -parts.get(i).choice.cost()
                / Math.max(1.0, parts.get(i).segment.residual() - parts.get(i).choice.bytes())));
        for (int i : order) {
            var p = out.get(i);
            long more = Math.max(0, p.segment.residual() - p.choice.bytes());
            if (p.again && more <= rest) {
                out.set(i, new Part(p.segment, p.segment.everything(), false));
                rest -= more;
            }
        }
        return out;
    }

    /// The graph with each run that is computed again as one operation.
    public Graph apply() {
        if (parts.stream().noneMatch(Part::again)) {
            return problem.graph;
        }
        var out = new ArrayList<Equation>();
        var results = new IdentityHashMap<Atom, Boolean>();
        problem.graph.results().forEach(a -> results.put(a, true));
        for (var p : parts) {
            var equations = problem.equations.subList(p.segment.from, p.segment.to);
            if (p.again) {
                out.add(remat(p, equations, results));
            } else {
                out.addAll(equations);
            }
        }
        return new Graph(problem.graph.name(), problem.graph.inputs(), out, problem.graph.results());
    }

    private Equation remat(Part p, List<Equation> equations, Map<Atom, Boolean> results) {
        var inside = new IdentityHashMap<Atom, Atom>();
        var operands = new ArrayList<Atom>();
        var inputs = new ArrayList<Input>();
        var body = new ArrayList<Equation>();
        var shown = new ArrayList<Var>();
        for (var e : equations) {
            for (var a : e.operands()) {
                if (a instanceof Var v && !inside.containsKey(v)) {
                    var fresh = new Var(v.type(), null);
                    inside.put(v, fresh);
                    operands.add(v);
                    inputs.add(new Input(fresh, Role.INPUT));
                }
            }
            e.results().forEach(v -> inside.put(v, new Var(v.type(), null)));
            body.add(new Equation(e.op(), e.operands().stream().map(a -> inside.getOrDefault(a, a)).toList(),
                    e.results().stream().map(v -> (Var) inside.get(v)).toList(), e.lines()));
            e.results().stream().filter(v -> problem.last[problem.number(v)] >= p.segment.to || results.containsKey(v))
                    .forEach(shown::add);
        }
        var made = new ArrayList<Var>(shown);
        var all = new ArrayList<Atom>(shown.stream().map(inside::get).toList());
        // What passes on is there anyway, so that it need not be made again.
        var kept = new ArrayList<>(shown);
        p.choice.kept().stream().filter(v -> !shown.contains(v)).forEach(kept::add);
        for (var v : kept) {
            all.add(inside.get(v));
            made.add(new Var(v.type(), null));
        }
        var graph = new Graph("segment", inputs, body, all);
        graph = inner > 0 ? of(graph, inner, depth + 1).apply() : graph;
        var lines = equations.getFirst().lines();
        return new Equation(new Remat(graph, "budget " + budget, kept.size()), operands, made, lines);
    }
}
