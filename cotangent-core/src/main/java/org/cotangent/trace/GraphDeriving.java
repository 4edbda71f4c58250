package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.op.Deriving;
import org.cotangent.op.Rules;

/// Transforms graphs to graphs by running them under the interpreters and writing down what those do.
public final class GraphDeriving implements Deriving {
    public static final GraphDeriving INSTANCE = new GraphDeriving();

    private GraphDeriving() {
    }

    @Override
    public Graph jvp(Graph g, List<Boolean> active) {
        var types = new ArrayList<>(g.inputTypes());
        IntStream.range(0, active.size()).filter(active::get).forEach(i -> types.add(g.inputTypes().get(i)));
        return trace("jvp_" + g.name(), types, in -> {
            var next = in.subList(active.size(), in.size()).iterator();
            var tangents = Arrays.asList(active.stream().map(a -> a ? next.next() : null).toArray(Tensor[]::new));
            var out = Jvp.run(g::apply, in.subList(0, active.size()), tangents);
            var all = new ArrayList<>(out.values());
            for (int i = 0; i < out.values().size(); i++) {
                if (out.values().get(i).dtype().isFloat()) {
                    all.add(Rules.orZeros(out.tangents().get(i), g.resultTypes().get(i)));
                }
            }
            return all;
        });
    }

    @Override
    public Graph vjp(Graph g, List<Boolean> active) {
        int n = active.size();
        var types = new ArrayList<>(g.inputTypes());
        g.resultTypes().stream().filter(t -> t.dtype().isFloat()).forEach(types::add);
        return trace("vjp_" + g.name(), types, in -> {
            var next = in.subList(n, in.size()).iterator();
            var cts = Arrays.asList(g.resultTypes().stream().map(t -> t.dtype().isFloat() ? next.next() : null)
                    .toArray(Tensor[]::new));
            var pulled = Tape.record(g::apply, in.subList(0, n), marks(active)).pull(cts);
            return IntStream.range(0, n).filter(active::get)
                    .mapToObj(i -> Rules.orZeros(pulled.get(i), g.inputTypes().get(i))).toList();
        });
    }

    @Override
    public Graph replay(Graph g, int kept, List<Boolean> active, List<Boolean> given) {
        int n = active.size();
        int shown = g.results().size() - kept;
        var types = new ArrayList<>(g.inputTypes());
        types.addAll(g.resultTypes().subList(shown, shown + kept));
        IntStream.range(0, given.size()).filter(given::get).forEach(i -> types.add(g.resultTypes().get(i)));
        return DeadCode.remove(write("again_" + g.name(), types, in -> {
            var known = new IdentityHashMap<Var, Tensor>();
            for (int i = 0; i < kept; i++) {
                if (g.results().get(shown + i) instanceof Var v) {
                    known.put(v, in.get(n + i));
                }
            }
            var next = in.subList(n + kept, in.size()).iterator();
            var cts = Arrays.asList(given.stream().map(a -> a ? next.next() : null).toArray(Tensor[]::new));
            var pulled = Tape.record(a -> Replay.run(g, a, known), in.subList(0, n), marks(active)).pull(cts);
            return IntStream.range(0, n).filter(active::get)
                    .mapToObj(i -> Rules.orZeros(pulled.get(i), g.inputTypes().get(i))).toList();
        }));
    }

    private static boolean[] marks(List<Boolean> active) {
        var marks = new boolean[active.size()];
        IntStream.range(0, marks.length).forEach(i -> marks[i] = active.get(i));
        return marks;
    }

    @Override
    public Graph batch(Graph g, List<Boolean> batched, long size) {
        var types = IntStream.range(0, batched.size()).mapToObj(i -> {
            var t = g.inputTypes().get(i);
            return batched.get(i) ? t.with(t.shape().insert(0, size)) : t;
        }).toList();
        return trace("vmap_" + g.name(), types, in -> Batching.run(g::apply, in, batched, size));
    }

    @Override
    public Graph transpose(Graph g, List<Boolean> linear) {
        int n = linear.size();
        var types = new ArrayList<TensorType>();
        IntStream.range(0, n).filter(i -> !linear.get(i)).forEach(i -> types.add(g.inputTypes().get(i)));
        int fixed = types.size();
        types.addAll(g.resultTypes());
        return DeadCode.remove(trace("transpose_" + g.name(), types, in -> {
            var given = in.subList(0, fixed).iterator();
            var marks = new boolean[n];
            var all = new ArrayList<Tensor>();
            for (int i = 0; i < n; i++) {
                marks[i] = linear.get(i);
                all.add(linear.get(i) ? Ops.zeros(g.inputTypes().get(i)) : given.next());
            }
            var pulled = Tape.record(g::apply, all, marks).pull(in.subList(fixed, in.size()));
            return IntStream.range(0, n).filter(linear::get)
                    .mapToObj(i -> Rules.orZeros(pulled.get(i), g.inputTypes().get(i))).toList();
        }));
    }

    @Override
    public Graph write(String name, List<TensorType> types, UnaryOperator<List<Tensor>> f) {
        return DeadCode.remove(trace(name, types, f::apply));
    }

    private static Graph trace(String name, List<TensorType> types, FlatFn f) {
        var staged = Stage.trace(name, f, types, null, null);
        if (!staged.captured().isEmpty()) {
            throw new IllegalStateException("a graph that is closed has captured values after " + name);
        }
        return staged.graph();
    }
}
