package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cotangent.codegen.Shelf;
import org.cotangent.codegen.Split;
import org.cotangent.codegen.StepLoop;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Dot;
import org.cotangent.schedule.Fused;
import org.cotangent.schedule.Keeping;
import org.cotangent.schedule.MemoryPlan;
import org.cotangent.schedule.Schedule;
import org.cotangent.schedule.Single;
import org.cotangent.schedule.Tiled;
import org.cotangent.storage.Device;
import org.cotangent.storage.Storage;

/// A compiled program: the steps of a schedule made executable, with numbered places for the values between them.
///
/// Any number of threads may run it at once.
final class Program {
    /// A step with the numbers of what it reads and makes, and of what nobody reads after it.
    private record Part(Single single, StepLoop loop, int[] reads, int[] makes, List<TensorType> types, int[] dead) {
    }

    private final Schedule schedule;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Atom, Integer> numbers = new IdentityHashMap<>();
    private final List<Concrete> constants = new ArrayList<>();
    private final int inputs;
    private final int[] results;
    private final MemoryPlan plan;
    /// For each value its place in the plan, or -1.
    private final int[] planned;
    /// Values whose memory is used again as soon as nobody reads them.
    private final boolean[] released;
    private static final Split WORKERS = (count, grain, body) -> Workers.run(0, count, grain, body::run);
    private final Shelf<ProgramFrame> frames = new Shelf<>();
    private final Donation donation;
    private final Set<Atom> far;

    Program(Schedule schedule) {
        this(schedule, List.of());
    }

    /// `far` marks inputs, and after them results, that lie off the heap though they are small; empty for none.
    Program(Schedule schedule, List<Boolean> far) {
        this.schedule = schedule;
        this.far = far(schedule.graph(), far);
        this.plan = MemoryPlan.of(schedule);
        var graph = schedule.graph();
        this.inputs = graph.inputs().size();
        graph.inputs().forEach(i -> numbers.put(i.var(), numbers.size()));
        for (var s : schedule.steps()) {
            s.makes().forEach(v -> numbers.put(v, numbers.size()));
        }
        var dead = dead();
        for (int i = 0; i < schedule.steps().size(); i++) {
            parts.add(part(i, dead.get(i)));
        }
        this.results = numbers(graph.results());
        this.planned = new int[numbers.size()];
        Arrays.fill(planned, -1);
        for (int i = 0; i < plan.places().size(); i++) {
            planned[numbers.get(plan.places().get(i).value())] = i;
        }
        this.released = released();
        this.donation = new Donation(schedule, numbers);
    }

    static Set<Atom> far(Graph g, List<Boolean> marks) {
        Set<Atom> out = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < marks.size(); i++) {
            int r = i - g.inputs().size();
            if (marks.get(i)) {
                out.add(r < 0 ? g.inputs().get(i).var() : g.results().get(r));
            }
        }
        return out;
    }

    /// What single operations make for others that keep nothing.
    private boolean[] released() {
        var out = new boolean[numbers.size()];
        for (var s : schedule.steps()) {
            if (s instanceof Single one && Keeping.keepsNothing(one.equation().op())) {
                one.makes().forEach(v -> out[numbers.get(v)] = true);
            } else if (s instanceof Single one) {
                one.reads().stream().filter(a -> a instanceof Var).forEach(a -> out[numbers.get(a)] = false);
            }
        }
        for (int r : results) {
            if (r >= 0) {
                out[r] = false;
            }
        }
        for (int i = 0; i < out.length; i++) {
            out[i] &= planned[i] < 0;
        }
        return out;
    }

    private Part part(int i, int[] dead) {
        var step = schedule.steps().get(i);
        var makes = numbers(step.makes());
        var types = step.makes().stream().map(Var::type).toList();
        return switch (step) {
            case Single s -> new Part(s, null, numbers(s.equation().operands()), makes, types, dead);
            case Fused _, Tiled _ -> {
                var loop = StepLoop.of(step, Products::rows, far);
                yield new Part(null, loop, numbers(loop.reads()), makes, types, dead);
            }
        };
    }

    /// Numbers of values; constants have -1, -2 ...
    private int[] numbers(List<? extends Atom> atoms) {
        var out = new int[atoms.size()];
        for (int k = 0; k < out.length; k++) {
            if (atoms.get(k) instanceof Literal l && !numbers.containsKey(l)) {
                constants.add(l.value());
                numbers.put(l, -constants.size());
            }
            out[k] = numbers.get(atoms.get(k));
        }
        return out;
    }

    /// For each step the values that nobody reads after it.
    private List<int[]> dead() {
        var last = new IdentityHashMap<Atom, Integer>();
        var steps = schedule.steps();
        for (int i = 0; i < steps.size(); i++) {
            int at = i;
            steps.get(i).reads().forEach(a -> last.put(a, at));
            steps.get(i).makes().forEach(a -> last.put(a, at));
        }
        schedule.graph().results().forEach(last::remove);
        var dead = new ArrayList<List<Integer>>();
        steps.forEach(s -> dead.add(new ArrayList<>()));
        last.forEach((a, at) -> {
            if (numbers.containsKey(a)) {
                dead.get(at).add(numbers.get(a));
            }
        });
        return dead.stream().map(d -> d.stream().mapToInt(Integer::intValue).toArray()).toList();
    }

    Schedule schedule() {
        return schedule;
    }

    /// Makes its code, and runs it until it is hot where `warm`.
    void prepare(boolean warm) {
        for (var p : parts) {
            if (p.loop != null) {
                p.loop.prepare(warm);
            }
        }
    }

    MemoryPlan plan() {
        return plan;
    }

    /// The results on concrete arguments whose types have been checked; an argument that nothing reads may be null.
    /// Those that `ends` marks (null: none) are donated: gone afterwards, their memory used again.
    List<Concrete> run(List<Concrete> arguments, boolean[] ends) {
        return run(arguments, ends, null, null);
    }

    /// The same, into the memory of `targets` (null: into new memory) where a loop or a product makes a result; results
    /// that come otherwise lie elsewhere.
    List<Concrete> into(List<Concrete> arguments, Concrete[] targets) {
        return run(arguments, null, targets, null);
    }

    private ProgramFrame frame() {
        var known = frames.take();
        if (known != null) {
            return known;
        }
        var in = new Storage[parts.size()][];
        var out = new Storage[in.length][];
        for (int i = 0; i < in.length; i++) {
            in[i] = new Storage[parts.get(i).reads.length];
            out[i] = new Storage[parts.get(i).makes.length];
        }
        return new ProgramFrame(plan, planned.length, in, out);
    }

    private List<Concrete> run(List<Concrete> arguments, boolean[] ends, Concrete[] targets, long[] times) {
        var frame = frame();
        for (int k = 0; targets != null && k < targets.length; k++) {
            if (targets[k] != null && results[k] >= inputs) {
                frame.targets[results[k]] = targets[k];
            }
        }
        for (int i = 0; i < inputs; i++) {
            var argument = arguments.get(i);
            frame.all[i] = argument == null ? null : argument.asLiteral(false);
        }
        for (int i = 0; i < parts.size(); i++) {
            long start = times == null ? 0 : System.nanoTime();
            step(i, frame);
            if (times != null) {
                times[i] = Math.min(times[i], System.nanoTime() - start);
            }
        }
        var out = new Concrete[results.length];
        for (int i = 0; i < out.length; i++) {
            var result = value(results[i], frame.all);
            out[i] = result == null ? null : result.asLiteral(false);
        }
        if (ends != null) {
            donation.end(arguments, ends, out, frame.donated);
        }
        frame.clear();
        frames.give(frame);
        return Arrays.asList(out);
    }

    private void step(int at, ProgramFrame frame) {
        var p = parts.get(at);
        var values = frame.all;
        if (p.loop != null) {
            fused(p, frame, frame.in[at], frame.out[at]);
        } else {
            single(p, frame);
        }
        for (int d : p.dead) {
            if (d >= 0) {
                if (released[d]) {
                    values[d].storage().release();
                }
                values[d] = null;
            }
        }
    }

    /// For each step its shortest time of several runs, in nanoseconds.
    long[] times(List<Concrete> arguments, int runs) {
        var times = new long[parts.size()];
        Arrays.fill(times, Long.MAX_VALUE);
        for (int r = 0; r < Math.max(1, runs); r++) {
            run(arguments, null, null, times);
        }
        return times;
    }

    /// For each step its shortest time of several runs, its bytes and its operations a second.
    String profile(List<Concrete> arguments, int runs) {
        var times = times(arguments, runs);
        double all = Arrays.stream(times).sum();
        var text = new StringBuilder(String.format(Locale.ROOT, "%.3f ms in %d steps%n", all / 1e6, times.length));
        for (int i = 0; i < times.length; i++) {
            var s = schedule.steps().get(i);
            text.append(String.format(Locale.ROOT, "%3d %5.1f %% %9.3f ms %7.2f GB/s %8.2f Gop/s  %s%n", i,
                    100 * times[i] / all, times[i] / 1e6, s.bytes() / (double) times[i], s.flops() / times[i], s));
        }
        return text.toString();
    }

    private Concrete value(int number, Concrete[] values) {
        return number >= 0 ? values[number] : constants.get(-number - 1);
    }

    private void fused(Part p, ProgramFrame frame, Storage[] in, Storage[] out) {
        for (int k = 0; k < in.length; k++) {
            in[k] = value(p.reads[k], frame.all).storage();
        }
        for (int k = 0; k < out.length; k++) {
            int number = p.makes[k];
            int at = planned[number];
            var value = at >= 0 ? frame.values[at] : fresh(p.types.get(k), frame, number);
            out[k] = value.storage();
            frame.all[number] = value;
        }
        p.loop.run(in, out, WORKERS);
    }

    private static Concrete fresh(TensorType type, ProgramFrame frame, int number) {
        if (frame.targets[number] != null) {
            return frame.targets[number];
        }
        var array = frame.donated[number];
        frame.donated[number] = null;
        return Concrete.of(type, array != null ? Storage.owning(array)
                : Storage.allocate(type.dtype().cell(), type.shape().count()));
    }

    /// The value in memory of its own: an operation that has nothing to do may hand its operand on.
    private static Concrete own(Concrete made, Concrete[] operands) {
        for (var o : operands) {
            if (o.storage() == made.storage()) {
                var copy = Storage.allocate(made.dtype().cell(), made.shape().count());
                copy.copyFrom(0, made.storage(), 0, copy.count());
                return Concrete.of(made.type(), copy);
            }
        }
        return made;
    }

    /// A product, into the place that is kept for it.
    private void product(Part p, Dot d, ProgramFrame frame) {
        int number = p.makes[0];
        int at = planned[number];
        var type = p.types.getFirst();
        var value = at >= 0 ? frame.values[at] : fresh(type, frame, number);
        MatrixProducts.dot(d, value(p.reads[0], frame.all), value(p.reads[1], frame.all), type, value.storage());
        frame.all[number] = value;
    }

    private void single(Part p, ProgramFrame frame) {
        if (p.single.equation().op() instanceof Dot d && Device.COUNT == 1) {
            product(p, d, frame);
            return;
        }
        var values = frame.all;
        var operands = new Concrete[p.reads.length];
        for (int k = 0; k < operands.length; k++) {
            operands[k] = value(p.reads[k], values);
        }
        try {
            var made = Dispatch.kernels().evaluate(p.single.equation().op(), Arrays.asList(operands), p.types);
            for (int k = 0; k < p.makes.length; k++) {
                values[p.makes[k]] = Keeping.keepsNothing(p.single.equation().op()) ? own(made.get(k), operands)
                        : made.get(k);
            }
        } catch (CotangentException e) {
            throw p.single.equation().line() == null ? e : e.at(p.single.equation().line());
        }
    }
}
