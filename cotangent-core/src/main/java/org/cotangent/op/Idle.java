package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// Sweeps over lanes with a number of iterations each: all go through as many as the longest, and a lane with fewer
/// stays where it is during the first ones, at the start of its first sweep.
///
/// There it is fed what its own loop began with, and nothing of it is taken.
final class Idle {
    private final Sweeps sweeps;
    private final Batch batch;
    private final int constants;
    private final boolean[] in;

    Idle(Sweeps sweeps, Batch batch) {
        this.sweeps = sweeps;
        this.batch = batch;
        this.constants = sweeps.constants();
        this.in = Flow.part(Flow.array(batch.batched()), 1, batch.batched().size());
        Arrays.fill(in, constants, in.length, true);
    }

    /// The new constants are how long each lane idles and then the old ones; the first sweep counts iterations too.
    List<Tensor> run() {
        var n = batch.operands().getFirst();
        var longest = Ops.max(n);
        var operands = new ArrayList<Tensor>();
        operands.add(longest);
        operands.add(Ops.sub(longest, n));
        for (int i = 0; i < in.length; i++) {
            if (i == constants) {
                operands.add(Ops.zeros(TensorType.of(DType.INT64)));
            }
            operands.add(in[i] ? batch.front(i + 1) : batch.operands().get(i + 1));
        }
        var steps = new ArrayList<Graph>();
        for (int k = 0; k < sweeps.steps().size(); k++) {
            steps.add(step(k));
        }
        var all = Nested.bind(new Sweeps(steps, constants + 1, sweeps.bytes()), operands);
        return all.subList(1, all.size());
    }

    private Graph step(int k) {
        var g = sweeps.steps().get(k);
        int size = g.inputs().size();
        var here = Flow.part(in, 0, size);
        var types = new ArrayList<TensorType>();
        types.add(TensorType.of(DType.INT64, batch.size()));
        types.addAll(Nested.batched(g.inputTypes(), here, batch.size()));
        types.add(1 + constants, TensorType.of(DType.INT64));
        var out = new boolean[sweeps.width(k)];
        Arrays.fill(out, true);
        return batch.deriving().write(g.name(), types, args -> {
            var index = args.get(1 + constants);
            var works = Ops.ge(Ops.broadcastTo(index, args.getFirst().shape()), args.getFirst());
            var given = new ArrayList<>(args.subList(1, args.size()));
            given.remove(constants);
            var next = Nested.batch(batch, g, here, out, given);
            var results = new ArrayList<Tensor>();
            for (int i = 0; i < out.length; i++) {
                results.add(Nested.pick(works, next.get(i), given.get(size - out.length + i)));
            }
            if (k == 0) {
                results.addFirst(index.add(1));
            }
            return results;
        });
    }
}
