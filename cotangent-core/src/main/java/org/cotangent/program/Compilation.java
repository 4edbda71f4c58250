package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Pass;
import org.cotangent.core.Concrete;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.rewrite.Passes;
import org.cotangent.rewrite.Rewriter;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.runtime.Programs;
import org.cotangent.schedule.MemoryPlan;
import org.cotangent.schedule.Schedule;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Stage;
import org.cotangent.trace.Tape;

/// What the compiler makes of a graph: the program after every pass, the steps that it runs in, and the values that are
/// kept between them. Every part says which equations of the graph it came from.
public final class Compilation {
    private final Graph written;
    private final List<Pass> passes;
    private final Graph program;
    private final Schedule schedule;
    private final MemoryPlan plan;
    private final boolean gradient;
    private Held held;

    private Compilation(Graph written, List<Pass> passes, boolean gradient) {
        this.written = written;
        this.passes = List.copyOf(passes);
        this.program = passes.getLast().after();
        this.schedule = Schedule.of(program);
        this.plan = MemoryPlan.of(schedule);
        this.gradient = gradient;
    }

    /// Of the graph alone.
    public static Compilation of(Graph g) {
        return new Compilation(g, passes(Passes.run(Origins.mark(g))), false);
    }

    /// Of the graph's first result, a float of one element, and its gradients with respect to the inputs at the given
    /// positions: the order of the compiled path.
    public static Compilation withGradient(Graph g, List<Integer> wrt) {
        var marked = Origins.mark(g);
        var stable = Stabilize.graph(marked);
        var all = new ArrayList<Pass>();
        all.add(new Pass("stabilize", "formulas that overflow or cancel, before they are differentiated", marked,
                stable.graph(), rewrites(stable.applied())));
        return gradient(g, all, stable.graph(), wrt, stable.graph()::apply);
    }

    private static Compilation gradient(Graph g, List<Pass> before, Graph stable, List<Integer> wrt, FlatFn f) {
        var active = new boolean[stable.inputs().size()];
        wrt.forEach(i -> active[i] = true);
        var traced = Stage.trace(g.name(), in -> {
            var tape = Tape.record(f, in, active);
            var out = new ArrayList<Tensor>(List.of(tape.values().getFirst()));
            var seeds = new Tensor[tape.values().size()];
            seeds[0] = Ops.ones(out.getFirst().type());
            var pulled = tape.pull(Arrays.asList(seeds));
            wrt.forEach(i -> out.add(pulled.get(i) == null ? Ops.zeros(in.get(i).type()) : pulled.get(i)));
            return out;
        }, stable.inputTypes(), names(stable), stable.inputs().stream().map(i -> i.role()).toList()).graph();
        before.add(new Pass("differentiate", "the gradients are written behind the value, by the chain rule", stable,
                traced, List.of()));
        before.addAll(passes(Passes.run(traced)));
        return new Compilation(g, before, true);
    }

    private static List<String> names(Graph g) {
        return Arrays.asList(g.inputs().stream().map(i -> i.var().name()).toArray(String[]::new));
    }

    private static List<Pass> passes(List<Passes.Done> done) {
        return done.stream().map(d -> new Pass(d.name(), d.why(), d.before(), d.after(), rewrites(d.applied())))
                .toList();
    }

    private static List<org.cotangent.Rewrite> rewrites(List<Rewriter.Applied> applied) {
        return applied.stream().map(a -> new org.cotangent.Rewrite(a.rule(), a.why(), a.line(), a.group().name()
                .toLowerCase(java.util.Locale.ROOT), a.before(), a.after())).toList();
    }

    /// The passes in order; lines of equations and of rewrites are [Origins].
    public List<Pass> passes() {
        return passes;
    }

    /// A program among the passes as it prints, with the user's lines.
    public String text(Graph g) {
        return Origins.unmark(g, written).toString();
    }

    /// The program that is compiled; its first result is the graph's.
    public Graph program() {
        return program;
    }

    /// The steps in the order in which they run.
    public List<CompiledStep> steps() {
        return held().steps();
    }

    /// The values between the steps; inputs where the way back needs them.
    public List<HeldValue> values() {
        return held().values();
    }

    private synchronized Held held() {
        return held == null ? held = new Held(schedule, plan, gradient) : held;
    }

    /// What the first value that each step makes is on the arguments.
    public List<Concrete> made(List<Concrete> arguments) {
        var g = schedule.graph();
        List<Atom> made = schedule.steps().stream().map(s -> (Atom) s.makes().getFirst()).toList();
        return new Graph(g.name(), g.inputs(), g.equations(), made).apply(List.<Tensor>copyOf(arguments)).stream()
                .map(Tensor::concrete).toList();
    }

    /// The step that makes the first result; -1 where none does.
    public int output() {
        for (int i = 0; i < schedule.steps().size(); i++) {
            if (schedule.graph().results().getFirst() instanceof Var v && schedule.steps().get(i).makes().contains(v)) {
                return i;
            }
        }
        return -1;
    }

    /// Bytes of the block that holds the planned values.
    public long planBytes() {
        return plan.bytes();
    }

    /// The most bytes of values inside the program that are kept at once, results included and inputs not.
    public long peak() {
        return steps().stream().mapToLong(CompiledStep::live).max().orElse(0);
    }

    /// All arithmetic operations.
    public double operations() {
        return steps().stream().mapToDouble(CompiledStep::operations).sum();
    }

    /// Compiles the program, runs it so often, and gives the shortest time of each step in nanoseconds; null where it
    /// could not be compiled.
    public long[] times(List<Concrete> arguments, int runs) {
        var times = Programs.of(program).times(arguments, runs);
        return times.isEmpty() ? null : times.stream().mapToLong(t -> Math.round(t.seconds() * 1e9)).toArray();
    }
}
