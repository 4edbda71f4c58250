package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Rewrite;
import org.cotangent.GradientCheck;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.rewrite.Group;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Jvp;
import org.cotangent.trace.Stage;
import org.cotangent.trace.Tape;

/// A program ready to run on given values: once written down and stabilised, or as it stands, one operation after the
/// other.
public final class Runs {
    private final FlatFn function;
    private final Graph graph;
    private final List<Concrete> arguments;
    private final List<Rewrite> rewrites;

    private Runs(FlatFn function, Graph graph, List<Concrete> arguments, List<Rewrite> rewrites) {
        this.function = function;
        this.graph = graph;
        this.arguments = arguments;
        this.rewrites = rewrites;
    }

    /// The graph, stabilised and compiled.
    public static Runs compiled(Graph graph, List<Concrete> inputs, List<Concrete> constants) {
        var arguments = new ArrayList<>(inputs);
        arguments.addAll(constants);
        var stable = Stabilize.graph(graph);
        var rewrites = stable.applied().stream().filter(a -> a.group() == Group.STABILIZE).map(a -> new Rewrite(
                a.rule(), a.why(), a.line(), "stabilize", a.before(), a.after())).toList();
        return new Runs(stable.graph()::apply, stable.graph(), arguments, rewrites);
    }

    /// The graph as it stands, one operation after the other.
    public static Runs eager(Graph graph, List<Concrete> inputs) {
        return new Runs(graph::apply, null, inputs, List.of());
    }

    /// The program as plain define-by-run code, nothing rewritten.
    public static Runs eager(Program program, DType dtype, List<Concrete> inputs) {
        return new Runs(in -> List.of(new Machine(program, dtype).run(in).getLast()), null, inputs, List.of());
    }

    /// What was rewritten before anything ran.
    public List<Rewrite> rewrites() {
        return rewrites;
    }

    /// The graph that runs; null for define-by-run.
    public Graph graph() {
        return graph;
    }

    private <T> T located(Supplier<T> body) {
        return Dispatch.with(new Located(), body);
    }

    /// Runs what `f` makes of the function: as it stands, or written down, stabilised and run as a graph.
    private List<Concrete> run(List<Concrete> more, FlatFn f) {
        var all = new ArrayList<Tensor>(arguments);
        all.addAll(more);
        var g = graph == null ? null
                : Stabilize.graph(Stage.trace("program", f, all.stream().map(Tensor::type).toList(), null, null)
                .graph()).graph();
        return located(() -> (g == null ? f.apply(all) : g.apply(all)).stream().map(Tensor::concrete).toList());
    }

    /// The output.
    public Concrete value() {
        return run(List.of(), function).getFirst();
    }

    /// The gradients of a one-element output with respect to the inputs at the given positions, by one backward walk.
    public List<Concrete> reverse(List<Integer> wrt) {
        return run(List.of(), in -> backward(in, wrt, function));
    }

    private static List<Tensor> backward(List<Tensor> in, List<Integer> wrt, FlatFn f) {
        var active = new boolean[in.size()];
        wrt.forEach(i -> active[i] = true);
        var tape = Tape.record(f, in, active);
        var pulled = tape.pull(Arrays.asList(Ops.ones(tape.values().getFirst().type())));
        return wrt.stream().map(i -> pulled.get(i) == null ? Ops.zeros(in.get(i).type()) : pulled.get(i)).toList();
    }

    /// The derivatives with respect to the inputs at the given positions, one forward pass for each element:
    /// each has the output's axes first, then the input's.
    public List<Concrete> forward(List<Integer> wrt) {
        return wrt.stream().map(i -> columns(i, in -> List.of(function.apply(in).getFirst())).getFirst()).toList();
    }

    /// Blocks of second derivatives: for each pair of positions a tensor with the axes of the first, then of the
    /// second.
    public List<List<Concrete>> hessian(List<Integer> wrt) {
        var out = new ArrayList<List<Concrete>>();
        wrt.forEach(i -> out.add(new ArrayList<>()));
        for (int column : wrt) {
            var blocks = columns(column, in -> backward(in, wrt, function));
            for (int row = 0; row < blocks.size(); row++) {
                out.get(row).add(blocks.get(row));
            }
        }
        return out;
    }

    /// The derivatives of `f`'s results with respect to every element of input `i`, as a last block of axes.
    private List<Concrete> columns(int i, FlatFn f) {
        var type = arguments.get(i).type();
        int n = Math.toIntExact(type.shape().count());
        var columns = new ArrayList<List<Concrete>>(n);
        FlatFn pushed = in -> push(in, i, f);
        var all = new ArrayList<TensorType>(arguments.stream().map(Tensor::type).toList());
        all.add(type);
        var g = graph == null ? null : Stabilize.graph(Stage.trace("program", pushed, all, null, null).graph()).graph();
        for (int k = 0; k < Math.max(1, n); k++) {
            var in = new ArrayList<Tensor>(arguments);
            in.add(n == 0 ? Tensors.full(type, 0) : Tensors.unit(type, k));
            columns.add(located(() -> (g == null ? pushed.apply(in) : g.apply(in)).stream().map(Tensor::concrete)
                    .toList()));
        }
        var out = new ArrayList<Concrete>();
        for (int r = 0; r < columns.getFirst().size(); r++) {
            int at = r;
            out.add(Tensors.columns(columns.stream().map(c -> c.get(at)).toList(), type, n));
        }
        return out;
    }

    /// The tangents of `f` for a direction given as last argument, of input `i`.
    private static List<Tensor> push(List<Tensor> in, int i, FlatFn f) {
        int n = in.size() - 1;
        var tangents = new Tensor[n];
        tangents[i] = in.get(n);
        var out = Jvp.run(f, in.subList(0, n), Arrays.asList(tangents));
        var all = new ArrayList<Tensor>();
        for (int r = 0; r < out.values().size(); r++) {
            all.add(out.tangents().get(r) == null ? Ops.zeros(out.values().get(r).type()) : out.tangents().get(r));
        }
        return all;
    }

    /// The derivatives of order 1 to `order` of a scalar output with respect to a scalar input.
    public List<Concrete> orders(int input, int order) {
        var out = new ArrayList<Concrete>();
        FlatFn f = function;
        for (int k = 1; k <= order; k++) {
            var before = f;
            f = in -> {
                var tangents = new Tensor[in.size()];
                tangents[input] = Ops.ones(in.get(input).type());
                var pushed = Jvp.run(before, in, Arrays.asList(tangents));
                return List.of(pushed.tangents().getFirst() == null ? Ops.zeros(pushed.values().getFirst().type())
                        : pushed.tangents().getFirst());
            };
            out.add(run(List.of(), f).getFirst());
        }
        return out;
    }

    /// Derivatives of a scalar output by reverse mode, forward mode and differences, for each of the given inputs
    /// alone.
    public List<GradientCheck.Report> check(List<Integer> wrt) {
        return wrt.stream().map(i -> located(() -> GradientCheck.check((List<Tensor> x) -> {
            var in = new ArrayList<Tensor>(arguments);
            in.set(i, x.getFirst());
            return Ops.reshape(function.apply(in).getFirst());
        }, List.of(arguments.get(i))))).toList();
    }
}
