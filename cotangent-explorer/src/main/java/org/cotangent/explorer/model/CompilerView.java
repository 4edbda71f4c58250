package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.Certificate;
import org.cotangent.Pass;
import org.cotangent.RematReport;
import org.cotangent.Rewrite;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.program.Compilation;
import org.cotangent.program.CompiledStep;
import org.cotangent.program.HeldValue;
import org.cotangent.program.Node;
import org.cotangent.program.Origins;
import org.cotangent.program.Runs;

/// What the compiler makes of a program, as the page gets it: passes and rewrites with numbers, steps, memory, what is
/// kept for the way back, and memory against work.
public final class CompilerView {
    private static final int MOST_TEXT = 60_000;
    private static final int MOST_VALUES = 2000;
    private static final int MOST_NUMBERS = 24;
    private static final int MOST_CURVE = 1500;
    private static final int LARGEST = 20_000;
    private static final int MOST_ENTRIES = 12;
    /// Budgets as shares of what the gradient takes when everything is kept.
    private static final double[] SHARES = {0.9, 0.8, 0.65, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05};

    private final Evaluation e;
    private final Compilation compilation;
    private final Map<Integer, Node> nodes;

    /// Compiles the program, with its gradients where it has a backward pass.
    public CompilerView(Evaluation e) {
        if (e.graph().equations().size() > LARGEST) {
            throw new UnsupportedException("show what the compiler does", e.graph().equations().size() + " operations",
                    null, "look at a part of the program, or write repeated parts as loops", null);
        }
        this.e = e;
        this.nodes = nodes(e);
        this.compilation = e.hasBackward() ? Compilation.withGradient(e.graph(), floats(e))
                : Compilation.of(e.graph());
    }

    /// The node that each equation of the graph is, by its number; what broadcasting put in is none.
    static Map<Integer, Node> nodes(Evaluation e) {
        var byVar = new IdentityHashMap<Var, Node>();
        e.outline().forEach(n -> byVar.put(n.var(), n));
        var out = new java.util.HashMap<Integer, Node>();
        for (int i = 0; i < e.graph().equations().size(); i++) {
            var n = byVar.get(e.graph().equations().get(i).result());
            if (n != null) {
                out.put(i, n);
            }
        }
        return out;
    }

    /// The positions of the inputs that are floats and variables.
    static List<Integer> floats(Evaluation e) {
        var out = new ArrayList<Integer>();
        for (int i = 0; i < e.inputs().size(); i++) {
            if (e.inputs().get(i).dtype().isFloat()) {
                out.add(i);
            }
        }
        return out;
    }

    private List<String> names(Set<Integer> origins) {
        return origins.stream().map(nodes::get).filter(n -> n != null).map(Node::name).toList();
    }

    /// Everything but the curve; with `runs` above 0 the program is run so often and each step timed.
    public Map<String, Object> json(int runs) {
        var passes = new ArrayList<Object>();
        var first = compilation.passes().getFirst();
        passes.add(Values.object("name", "as written", "why", "the program before anything is changed", "equations",
                first.before().equations().size(), "text", text(first.before()), "rewrites", List.of()));
        compilation.passes().forEach(p -> passes.add(pass(p)));
        long[] times = runs <= 0 ? null : compilation.times(arguments(), runs);
        var values = compilation.values();
        return Values.object("gradient", e.hasBackward(), "passes", passes, "steps",
                compilation.steps().stream().map(this::step).toList(), "values",
                values.stream().limit(MOST_VALUES).map(this::value).toList(), "planBytes", compilation.planBytes(),
                "peak", compilation.peak(), "operations", compilation.operations(), "residualBytes",
                values.stream().filter(v -> v.isResidual() && v.from() >= 0).mapToLong(HeldValue::bytes).sum(),
                "times", times == null ? null : Arrays.stream(times).boxed().toList());
    }

    private List<Concrete> arguments() {
        var all = new ArrayList<>(e.inputs());
        all.addAll(e.constants());
        return all;
    }

    private String text(Graph g) {
        var text = compilation.text(g);
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "\n...";
    }

    private Object pass(Pass p) {
        int[] left = {p.name().equals("stabilize") ? MOST_NUMBERS : 0};
        return Values.object("name", p.name(), "why", p.why(), "equations", p.after().equations().size(), "text",
                text(p.after()), "rewrites", p.rewrites().stream().map(r -> rewrite(r, left[0]-- > 0)).toList());
    }

    /// A rewrite, with what the operation gives as written and rewritten on the current inputs where `numbers`.
    private Object rewrite(Rewrite r, boolean numbers) {
        int i = Origins.of(r.line());
        var n = nodes.get(i);
        var line = i < 0 ? r.line() : e.graph().equations().get(i).line();
        return Values.object("rule", r.rule(), "why", r.why(), "group", r.group(), "before", r.before(), "after",
                r.after(), "line", line == null ? 0 : line.line(), "node", n == null ? null : n.name(), "naive",
                n == null || !numbers ? null : Values.tensor(e.node(n.name()).value()), "rewritten",
                n == null || !numbers ? null : rewritten(n));
    }

    private Object rewritten(Node n) {
        var g = e.graph();
        try {
            return Values.tensor(Runs.compiled(new Graph(g.name(), g.inputs(), g.equations(), List.of(n.var())),
                    e.inputs(), e.constants()).value());
        } catch (CotangentException x) {
            return null;
        }
    }

    private Object step(CompiledStep s) {
        return Values.object("text", s.text(), "fused", s.fused(), "makes", s.makes().stream().map(Object::toString)
                .toList(), "bytes", s.bytes(), "operations", s.operations(), "nodes", names(s.origins()), "backward",
                s.backward(), "live", s.live());
    }

    private Object value(HeldValue v) {
        return Values.object("type", v.type().toString(), "from", v.from(), "to", v.to(), "bytes", v.bytes(), "offset",
                v.offset(), "array", v.array(), "nodes", v.input() < 0 ? names(v.origins()) : List.of(input(v.input())),
                "neededBy", names(v.neededBy()));
    }

    private String input(int position) {
        return position < e.inputs().size() ? e.outline().get(position).name() : "a constant";
    }

    /// The most memory against all work: what runs now, and what a gradient under a budget of memory would do, for
    /// budgets from most of what it takes down to a twentieth.
    public Map<String, Object> curve() {
        if (!e.hasBackward() || e.graph().equations().size() > MOST_CURVE) {
            return Values.object("points", List.of());
        }
        long free = RematReport.curve(e.graph(), e.inputs().size(), List.of(Long.MAX_VALUE / 4)).getFirst().freeBytes();
        var budgets = Arrays.stream(SHARES).mapToObj(share -> Math.max(1, (long) (free * share))).distinct().toList();
        var points = new ArrayList<Object>();
        points.add(Values.object("peak", free, "operations", compilation.operations(), "chosen", true));
        var peaks = new HashSet<>(Set.of(free));
        for (var r : RematReport.curve(e.graph(), e.inputs().size(), budgets)) {
            if (r.again() > 0 && peaks.add(r.peakBytes())) {
                points.add(Values.object("budget", r.budget(), "met", r.isMet(), "peak", r.peakBytes(), "operations",
                        compilation.operations() + r.again(), "chosen", false, "kept", entries(r.kept()), "repeated",
                        entries(r.repeated())));
            }
        }
        return Values.object("points", points);
    }

    private static List<Object> entries(List<RematReport.Entry> all) {
        return all.stream().limit(MOST_ENTRIES).<Object>map(x -> Values.object("text", (x.count() == 1 ? "" : x.count()
                + " × ") + x.operation() + " " + x.type(), "line", x.line() == null ? 0 : x.line().line(), "bytes",
                x.bytes(),
                "operations", x.operations())).toList();
    }

    /// What a stability rule gains, measured; takes seconds.
    public static Map<String, Object> certificates(String rule) {
        return Values.object("certificates", Certificate.of(rule).stream().map(c -> Values.object("rule", c.rule(),
                "before", Values.number(c.before()), "meanBefore", Values.number(c.meanBefore()), "after",
                Values.number(c.after()), "meanAfter", Values.number(c.meanAfter()), "points", c.points(), "nonFinite",
                c.nonFinite())).toList());
    }
}
