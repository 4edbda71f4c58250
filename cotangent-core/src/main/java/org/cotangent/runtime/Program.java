package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.codegen.FusedLoop;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.schedule.Fused;
import org.cotangent.schedule.Schedule;
import org.cotangent.schedule.Single;
import org.cotangent.storage.Storage;

/// A compiled program: the steps of a schedule made executable, with numbered places for the values between them.
///
/// Any number of threads may run it at once.
final class Program {
    /// A step with the numbers of what it reads and makes, and of what nobody reads after it.
    private record Part(Single single, FusedLoop loop, int[] reads, int[] makes, List<TensorType> types, int[] dead) {
    }

    private final Schedule schedule;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Atom, Integer> numbers = new IdentityHashMap<>();
    private final List<Concrete> constants = new ArrayList<>();
    private final int inputs;
    private final int[] results;

    Program(Schedule schedule) {
        this.schedule = schedule;
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
    }

    private Part part(int i, int[] dead) {
        var step = schedule.steps().get(i);
        var makes = numbers(step.makes());
        var types = step.makes().stream().map(Var::type).toList();
        return switch (step) {
            case Single s -> new Part(s, null, numbers(s.equation().operands()), makes, types, dead);
            case Fused f -> {
                var loop = new FusedLoop(f);
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

    /// The results on concrete arguments whose types have been checked.
    List<Concrete> run(List<Concrete> arguments) {
        var values = new Concrete[numbers.size()];
        for (int i = 0; i < inputs; i++) {
            values[i] = arguments.get(i).asLiteral(false);
        }
        for (var p : parts) {
            if (p.loop != null) {
                fused(p, values);
            } else {
                single(p, values);
            }
            for (int d : p.dead) {
                values[d] = null;
            }
        }
        var out = new Concrete[results.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = value(results[i], values);
        }
        return Arrays.asList(out);
    }

    private Concrete value(int number, Concrete[] values) {
        return number >= 0 ? values[number] : constants.get(-number - 1);
    }

    private void fused(Part p, Concrete[] values) {
        var in = new Storage[p.reads.length];
        for (int k = 0; k < in.length; k++) {
            in[k] = value(p.reads[k], values).storage();
        }
        var out = new Storage[p.makes.length];
        for (int k = 0; k < out.length; k++) {
            var type = p.types.get(k);
            out[k] = Storage.allocate(type.dtype().cell(), type.shape().count());
            values[p.makes[k]] = Concrete.of(type, out[k]);
        }
        p.loop.run(in, out, (count, grain, body) -> Workers.run(0, count, grain, body::run));
    }

    private void single(Part p, Concrete[] values) {
        var operands = new Concrete[p.reads.length];
        for (int k = 0; k < operands.length; k++) {
            operands[k] = value(p.reads[k], values);
        }
        try {
            var made = Dispatch.kernels().evaluate(p.single.equation().op(), Arrays.asList(operands), p.types);
            for (int k = 0; k < p.makes.length; k++) {
                values[p.makes[k]] = made.get(k);
            }
        } catch (CotangentException e) {
            throw p.single.equation().line() == null ? e : e.at(p.single.equation().line());
        }
    }
}
