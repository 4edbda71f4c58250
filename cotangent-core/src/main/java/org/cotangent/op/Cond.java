package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// One of several graphs, the one with the number that is operand 0, an i32 scalar; the other operands are its
/// arguments.
///
/// All branches take the same inputs and give results of the same types.
public record Cond(List<Graph> branches) implements Control {
    public Cond {
        branches = List.copyOf(branches);
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var asked = "choose between " + branches.stream().map(Graph::name).toList();
        if (branches.isEmpty() || operands.isEmpty()) {
            throw new ShapeException(asked, branches.size() + " branches and " + operands.size() + " operands",
                    "give at least one branch, and a number that chooses");
        }
        if (!operands.getFirst().equals(TensorType.of(DType.INT32))) {
            throw new DTypeException(asked, "a number of type " + operands.getFirst(), "give an i32 scalar");
        }
        var types = branches.getFirst().resultTypes();
        for (var g : branches) {
            Nested.check(asked, g, operands.subList(1, operands.size()));
            if (!g.resultTypes().equals(types)) {
                throw new ShapeException(asked, branches.getFirst().name() + " gives " + types + ", " + g.name()
                        + " gives " + g.resultTypes(), "let all branches give results of the same types");
            }
        }
        return types;
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return chosen(operands.getFirst()).evaluate(operands.subList(1, operands.size()));
    }

    /// The branch with that number.
    public Graph chosen(Concrete number) {
        long i = number.getLong(0);
        if (i < 0 || i >= branches.size()) {
            throw new NumericsException("choose between " + branches.stream().map(Graph::name).toList(),
                    "number " + i, "give a number from 0 to " + (branches.size() - 1));
        }
        return branches.get((int) i);
    }

    @Override
    public List<Graph> graphs() {
        return branches;
    }

    @Override
    public Cond with(List<Graph> graphs) {
        return new Cond(graphs);
    }

    @Override
    public boolean[] reach(boolean[] marked, boolean floats) {
        var out = new boolean[branches.getFirst().results().size()];
        if (!floats && marked[0]) {
            Arrays.fill(out, true);
            return out;
        }
        var in = Flow.part(marked, 1, marked.length);
        for (var g : branches) {
            var here = Flow.reach(g, in, floats);
            for (int i = 0; i < out.length; i++) {
                out[i] |= here[i];
            }
        }
        return out;
    }

    @Override
    public List<Tensor> batch(Batch b) {
        if (b.batched().getFirst()) {
            return new Guarded(this, b).run();
        }
        var marked = Flow.array(b.batched());
        var in = Flow.part(marked, 1, marked.length);
        var out = reach(marked, false);
        var types = Nested.batched(branches.getFirst().inputTypes(), in, b.size());
        var all = branches.stream().map(g -> b.deriving().write(g.name(), types,
                args -> Nested.batch(b, g, in, out, args))).toList();
        return Nested.fronts(Nested.bind(new Cond(all), b.operands()), out, b.size());
    }

    @Override
    public Pushed push(List<Tensor> operands, List<Tensor> tangents, Deriving d) {
        var given = Flow.given(tangents);
        var out = reach(given, true);
        var in = Flow.part(given, 1, given.length);
        int n = in.length;
        var types = new ArrayList<>(branches.getFirst().inputTypes());
        types.addAll(Flow.only(branches.getFirst().inputTypes(), in));
        var all = Nested.bind(new Cond(branches.stream().map(g -> {
            var j = d.jvp(g, Flow.list(in));
            return d.write(g.name(), types, args -> {
                var pushed = Nested.forward(g, j, args.subList(0, n), args.subList(n, args.size()));
                return Nested.concat(pushed.results(),
                        Flow.only(Nested.real(pushed.tangents(), g.resultTypes(), out), out));
            });
        }).toList()), Nested.concat(operands, Nested.given(tangents)));
        var values = Nested.apart(operands, tangents) ? Nested.bind(this, operands) : all.subList(0, out.length);
        return new Pushed(values, Nested.spread(out, all.subList(out.length, all.size())));
    }

    @Override
    public Recorded record(List<Tensor> operands, boolean[] wanted, Deriving d) {
        var marked = Nested.floats(operands, wanted);
        var out = reach(marked, true);
        var results = Nested.bind(this, operands);
        return new Recorded(results, cts -> pull(operands, marked, out, cts, d));
    }

    private List<Tensor> pull(List<Tensor> operands, boolean[] marked, boolean[] out, List<Tensor> cts, Deriving d) {
        var seeded = new boolean[out.length];
        IntStream.range(0, out.length).forEach(i -> seeded[i] = out[i] && cts.get(i) != null);
        if (!Flow.any(seeded)) {
            return Collections.nCopies(marked.length, null);
        }
        var in = Flow.list(Flow.part(marked, 1, marked.length));
        var back = new Cond(branches.stream().map(g -> d.vjp(Nested.only(g, seeded), in)).toList());
        return Nested.spread(marked, Nested.bind(back, Nested.concat(operands, Flow.only(cts, seeded))));
    }
}
