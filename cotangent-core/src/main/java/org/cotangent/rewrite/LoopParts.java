package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import java.util.Set;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.graph.Input;
import org.cotangent.op.Gather;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Op;
import org.cotangent.op.Scan;
import org.cotangent.op.Sum;
import org.cotangent.trace.Stage;

/// Takes out of loops of known length what needs no iteration to wait for the one before it: products of rows that are
/// read ([EarlyProducts]) are one large product before the loop, and sums over all iterations ([LateSums]), such as the
/// gradient of a weight, one large product or sum behind it. A loop of which nothing else is left is none
/// ([Together]). Sums over steps and a batch of what runs along the steps are taken over the steps first, each element
/// of the batch by itself.
///
/// The order in which sums are added changes, and so may last bits.
final class LoopParts extends Stage {
    /// Elements of a batch at least.
    private static final long BATCH = 16;
    private final List<Rewriter.Applied> applied;
    private final Map<Graph, Graph> inner;
    private final int most;
    /// Elements of the numbers of iterations, from which places are worked out.
    private static final long KNOWN = 1 << 16;
    /// What depends on something that runs along an axis.
    private final Set<Tensor> running = Collections.newSetFromMap(new IdentityHashMap<>());

    private LoopParts(List<Rewriter.Applied> applied, Map<Graph, Graph> inner, int most) {
        this.applied = applied;
        this.inner = inner;
        this.most = most;
    }

    /// The graph with at most `most` loops' parts taken out, also in the graphs that it holds.
    static Rewriter.Rewritten run(Graph g, int most) {
        var applied = new ArrayList<Rewriter.Applied>();
        var done = new IdentityHashMap<Graph, Graph>();
        for (var each : HeldGraphs.innerFirst(g)) {
            boolean loops = each.equations().stream().anyMatch(e -> runs(e.op())
                    || HeldGraphs.of(e.op()).stream().anyMatch(h -> done.get(h) != h));
            done.put(each, loops ? new LoopParts(applied, done, most).rewritten(each) : each);
        }
        return new Rewriter.Rewritten(done.get(g), List.copyOf(applied));
    }

    private Graph rewritten(Graph g) {
        int before = applied.size();
        var names = new ArrayList<String>();
        g.inputs().forEach(i -> names.add(i.var().name()));
        var staged = write(g.name(), in -> Dispatch.with(this, () -> g.apply(in)), g.inputTypes(), names,
                g.inputs().stream().map(Input::role).toList());
        boolean same = applied.size() == before && g.equations().stream()
                .allMatch(e -> HeldGraphs.of(e.op()).stream().allMatch(h -> inner.get(h) == h));
        return same ? g : DeadCode.remove(staged.graph());
    }

    private static boolean runs(Op op) {
        return op instanceof Scan || op instanceof CumSum || op instanceof Cumulative;
    }

    @Override
    protected boolean keeps(Concrete c) {
        return true;
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        boolean runs = runs(op) || operands.stream().anyMatch(running::contains);
        var results = op instanceof Scan s ? scan((Scan) HeldGraphs.map(s, g -> inner.getOrDefault(g, g)), operands)
                : op instanceof Sum s && runs && applied.size() < most && crosses(s, operands.getFirst().shape())
                ? stepsFirst(s, operands) : other(op, operands);
        if (runs) {
            running.addAll(results);
        }
        return results;
    }

    private List<Tensor> other(Op op, List<Tensor> operands) {
        var known = Folding.places(op, operands, KNOWN);
        if (known != null) {
            return known;
        }
        if (op instanceof Gather g && Sequences.gather(g, operands.get(0), operands.get(1)) instanceof Tensor slice) {
            return List.of(slice);
        }
        return super.bind(HeldGraphs.map(op, g -> inner.getOrDefault(g, g)), operands);
    }

    /// Whether the sum goes along the last axis, long enough to be a batch, and axes before it.
    private static boolean crosses(Sum s, Shape shape) {
        int last = shape.rank() - 1;
        return s.axes().contains(last) && shape.size(last) >= BATCH
                && s.axes().stream().anyMatch(a -> a != last && shape.size(a) > 1);
    }

    private List<Tensor> stepsFirst(Sum s, List<Tensor> operands) {
        int last = operands.getFirst().rank() - 1;
        note("sums_along_steps", "each element of a batch is summed along the steps, then the batch", s.toString());
        var steps = super.bind(new Sum(s.axes().stream().filter(a -> a != last).toList()), operands);
        return super.bind(new Sum(List.of(steps.getFirst().rank() - 1)), steps);
    }

    private List<Tensor> scan(Scan s, List<Tensor> operands) {
        var loop = new Loop(s, operands);
        var together = s.length() > 1 && applied.size() < most ? together(loop) : null;
        if (together != null) {
            return together;
        }
        if (s.length() > 1 && applied.size() < most) {
            var products = EarlyProducts.of(loop.scan);
            if (products != null) {
                note("products_before_loop", "rows that are there before the loop are multiplied at once", s);
                loop = products.apart(loop);
            }
        }
        var sums = s.length() > 1 && applied.size() < most ? LateSums.of(loop.scan) : null;
        if (sums == null) {
            return super.bind(loop.scan, loop.operands);
        }
        note("sums_behind_loop", "what is only added up is added up at once when the loop is over", s);
        var rest = sums.rest(loop);
        return sums.results(loop, rest, super.bind(rest.scan, rest.operands));
    }

    private List<Tensor> together(Loop loop) {
        var results = Together.of(loop);
        if (results != null) {
            note("iterations_together", "no iteration waits for another: they are one batch, and what they add is added"
                    + " up at once", loop.scan);
        }
        return results;
    }

    /// A loop with its operands.
    record Loop(Scan scan, List<Tensor> operands) {
    }

    private void note(String rule, String why, Scan s) {
        note(rule, why, "scan " + s.body().name());
    }

    private void note(String rule, String why, String what) {
        List<SourceLine> at = lines();
        applied.add(new Rewriter.Applied(rule, why, at == null || at.isEmpty() ? null : at.getFirst(),
                Group.SPECIALIZE, what, what));
    }
}
