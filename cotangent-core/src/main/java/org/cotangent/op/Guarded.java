package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;

/// A choice whose number differs from lane to lane: every branch that some lane takes runs on all of them.
///
/// Lanes that do not take the branch are fed what the first lane that does is fed, so that nothing arises in them that
/// no lane asked for: no NaN in a derivative, no index out of range.
final class Guarded {
    private final Cond choice;
    private final Batch batch;
    private final boolean[] in;
    private final boolean[] out;

    Guarded(Cond choice, Batch batch) {
        this.choice = choice;
        this.batch = batch;
        var marked = Flow.array(batch.batched());
        this.in = Flow.part(marked, 1, marked.length);
        this.out = new boolean[choice.branches().getFirst().results().size()];
        Arrays.fill(out, true);
    }

    List<Tensor> run() {
        int n = choice.branches().size();
        var numbers = Ops.take(Ops.arange(n, DType.INT32), batch.operands().getFirst(), 0, IndexMode.ERROR);
        List<Tensor> results = null;
        for (int k = 0; k < n; k++) {
            var live = Ops.eq(numbers, Ops.scalar(k));
            var here = branch(choice.branches().get(k), live);
            results = results == null ? here : picked(live, here, results);
        }
        return results;
    }

    private List<Tensor> picked(Tensor live, List<Tensor> a, List<Tensor> b) {
        var next = new ArrayList<Tensor>();
        for (int i = 0; i < a.size(); i++) {
            next.add(Nested.pick(live, a.get(i), b.get(i)));
        }
        return next;
    }

    /// The branch on all lanes if some lane takes it, else zeros.
    private List<Tensor> branch(Graph g, Tensor live) {
        var operands = Nested.concat(List.of(Ops.convert(Ops.any(live), DType.INT32), live),
                batch.operands().subList(1, batch.operands().size()));
        var types = Nested.types(operands.subList(1, operands.size()));
        var d = batch.deriving();
        var results = Nested.batched(g.resultTypes(), out, batch.size());
        var none = d.write(g.name() + "_none", types, args -> results.stream().map(Ops::zeros).toList());
        var some = d.write(g.name(), types, args -> Nested.batch(batch, g, in, out,
                fed(args.getFirst(), args.subList(1, args.size()))));
        return Nested.bind(new Cond(List.of(none, some)), operands);
    }

    private List<Tensor> fed(Tensor live, List<Tensor> arguments) {
        var first = Ops.argmax(Ops.convert(live, DType.INT32));
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < in.length; i++) {
            var x = arguments.get(i);
            out.add(in[i] ? Nested.pick(live, x, Ops.broadcastTo(row(x, first), x.shape())) : x);
        }
        return out;
    }

    private static Tensor row(Tensor x, Tensor at) {
        return Ops.dynamicSlice(x, 0, at, 1);
    }
}
