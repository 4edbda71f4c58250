package org.cotangent.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// Recurrences that run over the same n iterations, there and back in turn: the way back through loops of a length that
/// is known only when they have ended.
///
/// Operands: n (an i64 scalar), constants, the start of every sweep's state. Results: where every sweep ends. Sweep 0
/// goes from iteration 0 to n - 1, sweep 1 from n - 1 to 0, and so on. The graph of sweep k takes the constants, the
/// states with which sweeps 0 to k - 1 entered the same iteration, and its own; it returns its next state.
///
/// The states of earlier sweeps are needed in the order opposite to that in which they arise. An evaluation may keep
/// some and compute others again; `bytes` (0: a default) is what it may use. The derivative of sweeps is made of more
/// sweeps: one back for each.
public record Sweeps(List<Graph> steps, int constants, long bytes) implements Control {
    public Sweeps {
        steps = List.copyOf(steps);
    }

    /// The number of tensors in the state of sweep `k`.
    public int width(int k) {
        return steps.get(k).results().size();
    }

    /// The operand with which the state of sweep `k` begins; for k = the number of sweeps, the number of operands.
    public int first(int k) {
        int at = 1 + constants;
        for (int i = 0; i < k; i++) {
            at += width(i);
        }
        return at;
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var asked = "sweep over the iterations of " + steps.stream().map(Graph::name).toList();
        if (steps.isEmpty() || constants < 0 || operands.size() != first(steps.size())) {
            throw new ShapeException(asked, operands.size() + " operands", "give " + first(steps.size())
                    + ", and at least one sweep");
        }
        if (!operands.getFirst().equals(TensorType.of(DType.INT64))) {
            throw new DTypeException(asked, "a number of iterations of type " + operands.getFirst(),
                    "give an i64 scalar");
        }
        for (int k = 0; k < steps.size(); k++) {
            var g = steps.get(k);
            Nested.check(asked, g, operands.subList(1, first(k + 1)));
            Nested.carries(asked, g, first(k) - 1, width(k));
        }
        return operands.subList(1 + constants, operands.size());
    }

    /// Keeps the states of all iterations.
    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        int n = Math.toIntExact(operands.getFirst().getLong(0));
        var entered = new ArrayList<List<List<Concrete>>>();
        var results = new ArrayList<Concrete>();
        for (int k = 0; k < steps.size(); k++) {
            var states = new ArrayList<List<Concrete>>(Collections.nCopies(n, null));
            var state = operands.subList(first(k), first(k + 1));
            for (int j = 0; j < n; j++) {
                int i = k % 2 == 0 ? j : n - 1 - j;
                states.set(i, state);
                var in = new ArrayList<>(operands.subList(1, 1 + constants));
                entered.forEach(before -> in.addAll(before.get(i)));
                in.addAll(state);
                state = steps.get(k).evaluate(in);
            }
            entered.add(states);
            results.addAll(state);
        }
        return results;
    }

    @Override
    public List<Graph> graphs() {
        return steps;
    }

    @Override
    public Sweeps with(List<Graph> graphs) {
        return new Sweeps(graphs, constants, bytes);
    }

    /// The marked constants and states, states marked where they come to depend on them; without operand 0.
    private boolean[] marked(boolean[] operands, boolean floats) {
        var first = Flow.part(operands, 1, 1 + constants);
        return Flow.join(first, Flow.fixpoint(Flow.part(operands, 1 + constants, operands.length), states -> {
            var out = new boolean[states.length];
            for (int k = 0; k < steps.size(); k++) {
                var in = Flow.join(first, Flow.part(states, 0, first(k + 1) - 1 - constants));
                System.arraycopy(Flow.reach(steps.get(k), in, floats), 0, out, first(k) - 1 - constants, width(k));
            }
            return out;
        }));
    }

    private boolean[] states(boolean[] marked) {
        return Flow.part(marked, constants, marked.length);
    }

    @Override
    public boolean[] reach(boolean[] operands, boolean floats) {
        var out = states(marked(operands, floats));
        if (!floats && operands[0]) {
            java.util.Arrays.fill(out, true);
        }
        return out;
    }

    @Override
    public List<Tensor> batch(Batch b) {
        if (b.batched().getFirst()) {
            return new Idle(this, b).run();
        }
        var in = marked(Flow.array(b.batched()), false);
        var all = new ArrayList<Graph>();
        for (int k = 0; k < steps.size(); k++) {
            var g = steps.get(k);
            var here = Flow.part(in, 0, first(k + 1) - 1);
            var out = Flow.part(in, first(k) - 1, first(k + 1) - 1);
            all.add(b.deriving().write(g.name(), Nested.batched(g.inputTypes(), here, b.size()),
                    args -> Nested.batch(b, g, here, out, args)));
        }
        var operands = new ArrayList<Tensor>();
        for (int i = 0; i < b.operands().size(); i++) {
            operands.add(i > 0 && in[i - 1] ? b.front(i) : b.operands().get(i));
        }
        return Nested.fronts(Nested.bind(with(all), operands), states(in), b.size());
    }

    @Override
    public Pushed push(List<Tensor> operands, List<Tensor> tangents, Deriving d) {
        var in = Flow.join(new boolean[1], marked(Flow.given(tangents), true));
        var ends = IntStream.rangeClosed(0, steps.size()).map(this::first).toArray();
        var woven = Weave.of(in, ends);
        var all = new ArrayList<Graph>();
        for (int k = 0; k < steps.size(); k++) {
            all.add(dual(k, in, d));
        }
        var op = new Sweeps(all, woven.size(0) - 1, bytes);
        var results = new ArrayList<Tensor>(operands.subList(0, 1 + constants));
        var first = Weave.of(Flow.join(new boolean[1 + constants], states(Flow.part(in, 1, in.length))), ends);
        results.addAll(Nested.bind(op, woven.join(operands, Nested.real(tangents, Nested.types(operands), in))));
        var values = Nested.apart(operands, tangents) ? Nested.bind(this, operands)
                : first.elements(results).subList(1 + constants, in.length);
        return new Pushed(values, first.companions(results).subList(1 + constants, in.length));
    }

    private Graph dual(int k, boolean[] in, Deriving d) {
        var g = steps.get(k);
        var here = Flow.part(in, 1, first(k + 1));
        var woven = Weave.of(here, IntStream.rangeClosed(0, k + 1).map(i -> first(i) - 1).toArray());
        var out = Weave.of(Flow.part(in, first(k), first(k + 1)), width(k));
        var j = d.jvp(g, Flow.list(here));
        return d.write(g.name(), woven.join(g.inputTypes(), g.inputTypes()), args -> {
            var pushed = Nested.forward(g, j, woven.elements(args), woven.companions(args));
            return out.join(pushed.results(), Nested.real(pushed.tangents(), g.resultTypes(), out.marks()));
        });
    }

    @Override
    public Recorded record(List<Tensor> operands, boolean[] wanted, Deriving d) {
        var in = Nested.floats(operands, wanted);
        return new Recorded(Nested.bind(this, operands), cts -> pull(operands, in, cts, d));
    }

    /// The operands' cotangents: the sweeps once more and then, from the last to the first, one back for each.
    List<Tensor> pull(List<Tensor> operands, boolean[] wanted, List<Tensor> cts, Deriving d) {
        var in = Flow.join(new boolean[1], marked(wanted, true));
        var active = new ArrayList<Integer>();
        for (int i = 1; i <= constants; i++) {
            if (in[i]) {
                active.add(i);
            }
        }
        var all = new ArrayList<>(steps);
        var starts = new ArrayList<>(operands);
        for (int k = steps.size() - 1; k >= 0; k--) {
            all.add(back(k, in, all, d));
            for (int i = first(k); i < first(k + 1); i++) {
                if (in[i]) {
                    starts.add(Rules.orZeros(cts.get(i - 1 - constants), operands.get(i).type()));
                }
            }
            active.forEach(i -> starts.add(Ops.zeros(operands.get(i).type())));
        }
        var ends = Nested.bind(new Sweeps(all, constants, bytes), starts);
        return gather(ends.subList(operands.size() - 1 - constants, ends.size()), in, active);
    }

    private List<Tensor> gather(List<Tensor> ends, boolean[] in, List<Integer> active) {
        var out = new Tensor[in.length];
        var next = ends.iterator();
        for (int k = steps.size() - 1; k >= 0; k--) {
            for (int i = first(k); i < first(k + 1); i++) {
                out[i] = in[i] ? next.next() : null;
            }
            for (int i : active) {
                out[i] = Rules.plus(out[i], next.next());
            }
        }
        return java.util.Arrays.asList(out);
    }

    /// The way back for sweep `k`: its state is the cotangent of that sweep's state and the sums for the constants.
    private Graph back(int k, boolean[] in, List<Graph> before, Deriving d) {
        return new SweepBack(this, in, d).graph(k, before);
    }
}
