package org.cotangent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.rewrite.Passes;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.schedule.Liveness;
import org.cotangent.schedule.RematPlan;

/// What keeping values for the pull back costs in memory, and computing them again costs in operations, for one budget:
/// what [CheckpointPolicy#budget] chooses for a function, and what its gradient then takes.
///
/// @param budget     bytes that were allowed
/// @param peakBytes  bytes of values alive at once in the compiled gradient, arguments aside, measured on its program
/// @param freeBytes  the same without a budget
/// @param operations lane operations of one run of the function, as estimated
/// @param again      those that run a second time
/// @param kept       what is kept, by the line that made it, most bytes first
/// @param repeated   what is computed again, by line, most operations first
public record RematReport(long budget, long peakBytes, long freeBytes, double operations, double again,
        List<Entry> kept, List<Entry> repeated) {
    /// Values of one operation from one line.
    ///
    /// @param operation  its name
    /// @param line       the user's line, or null
    /// @param type       the type of one of them
    /// @param count      how many there are
    /// @param bytes      their bytes together
    /// @param operations what computing them takes
    public record Entry(String operation, SourceLine line, TensorType type, int count, long bytes,
            double operations) {
    }

    /// Whether the gradient keeps within the budget.
    public boolean isMet() {
        return peakBytes <= budget;
    }

    /// The choice for a tensor function whose results are summed, at arguments like this one.
    public static RematReport of(TensorFn f, long budget, Tensor x) {
        return curve(f, List.of(budget), x).getFirst();
    }

    /// The choice for a scalar function of a structure, at arguments like this one.
    public static <A> RematReport of(Fn1<A, Tensor> f, long budget, A x) {
        return curve(f, List.of(budget), x).getFirst();
    }

    /// Memory against operations: one choice for each budget.
    public static List<RematReport> curve(TensorFn f, List<Long> budgets, Tensor x) {
        return reports(a -> f.apply((Tensor) a.getFirst()), budgets, x);
    }

    /// Memory against operations: one choice for each budget.
    @SuppressWarnings("unchecked")
    public static <A> List<RematReport> curve(Fn1<A, Tensor> f, List<Long> budgets, A x) {
        return reports(a -> f.apply((A) a.getFirst()), budgets, x);
    }

    private static List<RematReport> reports(Function<List<Object>, Object> f, List<Long> budgets, Object x) {
        var flat = new Flattened(f, x);
        var types = flat.leaves().stream().map(Tensor::type).toList();
        var staged = Naming.named("f", flat, types, flat.names(), flat.roles()).staged();
        return curve(staged.graph(), flat.leaves().size(), budgets);
    }

    /// Memory against operations for the gradient of a graph's first result by its first inputs: one choice for each
    /// budget.
    ///
    /// @param arguments how many of the inputs are variables; the rest are constants
    public static List<RematReport> curve(Graph g, int arguments, List<Long> budgets) {
        var graph = Stabilize.graph(new Graph(g.name(), g.inputs(), g.equations(), g.results().subList(0, 1))).graph();
        long free = peak(graph, arguments);
        var out = new ArrayList<RematReport>();
        for (long budget : budgets) {
            CheckpointPolicy.budget(budget);
            var plan = RematPlan.of(graph, budget);
            out.add(new RematReport(budget, peak(plan.apply(), arguments), free, plan.operations(),
                    plan.again(), entries(plan.kept(), true), entries(plan.repeated(), false)));
        }
        return out;
    }

    /// Of the compiled value and gradient by the float arguments.
    private static long peak(Graph g, int arguments) {
        var active = new ArrayList<Boolean>();
        for (int i = 0; i < g.inputs().size(); i++) {
            active.add(i < arguments && g.inputTypes().get(i).dtype().isFloat());
        }
        return Liveness.peak(Passes.run(RematPlan.gradient(g, active)).getLast().after());
    }

    private static List<Entry> entries(List<Equation> equations, boolean bySize) {
        record Key(String operation, SourceLine line) {
        }

        var sums = new LinkedHashMap<Key, Entry>();
        for (var e : equations) {
            var entry = new Entry(e.op().label(), e.line(), e.results().getFirst().type(), 1, RematPlan.bytes(e),
                    RematPlan.operations(e));
            sums.merge(new Key(entry.operation, entry.line), entry, (a, b) -> new Entry(a.operation, a.line, a.type,
                    a.count + 1, a.bytes + b.bytes, a.operations + b.operations));
        }
        var out = new ArrayList<>(sums.values());
        out.sort((a, b) -> bySize ? Long.compare(b.bytes, a.bytes) : Double.compare(b.operations, a.operations));
        return List.copyOf(out);
    }

    /// The numbers, and the lines behind what is kept and what is computed again.
    @Override
    public String toString() {
        var text = new StringBuilder(String.format(Locale.ROOT,
                "budget %,d bytes: %,d bytes at most (%,d without a budget), %.0f %% of %,.0f operations run again%n",
                budget, peakBytes, freeBytes, 100 * again / Math.max(1, operations), operations));
        lines(text, "kept", kept);
        lines(text, "again", repeated);
        return text.toString();
    }

    private static void lines(StringBuilder text, String what, List<Entry> entries) {
        for (var e : entries) {
            text.append(String.format(Locale.ROOT, "  %s: %d x %s %s, %,d bytes, %,.0f operations%s%n", what, e.count,
                    e.operation, e.type, e.bytes, e.operations, e.line == null ? "" : " @" + e.line));
        }
    }
}
