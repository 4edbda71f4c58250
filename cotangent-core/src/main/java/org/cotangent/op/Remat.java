package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// A graph whose inner values are computed again when cotangents are pulled back, instead of being kept till then.
///
/// Its last `kept` results are inner values that are kept nevertheless; nobody else reads them. `policy` is the reason,
/// for readers. What happens again happens behind a [Barrier] that waits for the cotangents, so that it is not merged
/// with what ran forward. Results of operations that are not pure are always kept, and those never run again.
public record Remat(Graph graph, String policy, int kept) implements Structural, Pushing {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        if (kept < 0 || kept > graph.results().size()) {
            throw new ShapeException("keep " + kept + " values of graph " + graph.name(),
                    graph.results().size() + " results", "let the kept values be the last results");
        }
        return graph.checked(operands).resultTypes();
    }

    @Override
    public boolean isPure() {
        return graph.isPure();
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return graph.evaluate(operands);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Remat(b.deriving().batch(graph, b.batched(), b.size()), policy, kept), b.operands());
    }

    /// What goes with the values stays before what is kept: values, tangents, kept values, kept tangents.
    @Override
    public List<Tensor> push(Primals p, List<Tensor> tangents) {
        var pushed = p.deriving().jvp(graph, tangents.stream().map(t -> t != null).toList());
        int n = graph.results().size();
        int shown = n - kept;
        int floats = (int) graph.resultTypes().subList(0, shown).stream().filter(t -> t.dtype().isFloat()).count();
        var all = pushed.results();
        var order = new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
        var keep = new ArrayList<>(order.subList(shown, n));
        keep.addAll(order.subList(n + floats, all.size()));
        order.removeAll(keep);
        order.addAll(keep);
        var moved = new Graph(pushed.name(), pushed.inputs(), pushed.equations(),
                order.stream().map(all::get).toList());
        var out = Dispatch.bind(new Remat(moved, policy, keep.size()), Pushing.operands(p, tangents));
        var back = new Tensor[out.size()];
        for (int i = 0; i < back.length; i++) {
            back[order.get(i)] = out.get(i);
        }
        return Arrays.asList(back);
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return tangents(push(p, tangents));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var active = IntStream.range(0, wanted.length).mapToObj(i -> wanted[i]).toList();
        var given = cotangents.stream().map(ct -> ct != null).toList();
        var waiting = new ArrayList<>(p.operands());
        cotangents.stream().filter(ct -> ct != null).forEach(waiting::add);
        var again = Dispatch.bind(new Barrier(0), waiting);
        int n = wanted.length;
        var operands = new ArrayList<>(again.subList(0, n));
        operands.addAll(p.results().subList(p.results().size() - kept, p.results().size()));
        operands.addAll(again.subList(n, again.size()));
        var pulled = Dispatch.bind(new Call(p.deriving().replay(graph, kept, active, given)), operands).iterator();
        return Arrays.asList(active.stream().map(a -> a ? pulled.next() : null).toArray(Tensor[]::new));
    }
}
