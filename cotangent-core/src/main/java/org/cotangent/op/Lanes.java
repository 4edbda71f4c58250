package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// A `while` whose lanes stop at different times: runs until all have stopped.
///
/// A lane that has stopped is fed the last carries with which it was alive, and what comes out is not taken, so that
/// no number arises in it that its own loop would not have seen.
final class Lanes {
    private final While loop;
    private final Batch batch;
    private final int constants;
    private final int carries;
    private final boolean[] in;

    Lanes(While loop, Batch batch) {
        this.loop = loop;
        this.batch = batch;
        this.constants = loop.constants();
        this.carries = loop.body().results().size();
        this.in = Flow.array(batch.batched());
        Arrays.fill(in, constants, in.length, true);
    }

    List<Tensor> run() {
        var d = batch.deriving();
        var types = new ArrayList<>(Nested.batched(loop.body().inputTypes(), in, batch.size()));
        types.addAll(types.subList(constants, constants + carries));
        types.add(TensorType.of(DType.BOOL, batch.size()));
        var body = d.write(loop.body().name(), types, this::step);
        var condition = d.write(loop.condition().name(), types, args -> List.of(Ops.any(args.getLast())));
        var start = new ArrayList<Tensor>();
        for (int i = 0; i < in.length; i++) {
            start.add(in[i] ? batch.front(i) : batch.operands().get(i));
        }
        var alive = alive(start);
        var operands = Nested.concat(start, start.subList(constants, start.size()), List.of(alive));
        return Nested.bind(new While(condition, body, constants, loop.bytes()), operands).subList(0, carries);
    }

    private Tensor alive(List<Tensor> arguments) {
        return Nested.batch(batch, loop.condition(), in, new boolean[] {true}, arguments).getFirst();
    }

    /// Constants, carries, last live carries, who is alive.
    private List<Tensor> step(List<Tensor> args) {
        var fixed = args.subList(0, constants);
        var state = args.subList(constants, constants + carries);
        var fed = args.subList(constants + carries, constants + 2 * carries);
        var alive = args.getLast();
        var taken = new boolean[carries];
        Arrays.fill(taken, true);
        var out = Nested.batch(batch, loop.body(), in, taken, Nested.concat(fixed, fed));
        var next = new ArrayList<Tensor>();
        for (int i = 0; i < carries; i++) {
            next.add(Nested.pick(alive, out.get(i), state.get(i)));
        }
        var still = Ops.and(alive, alive(Nested.concat(fixed, next)));
        var feed = new ArrayList<Tensor>();
        for (int i = 0; i < carries; i++) {
            feed.add(Nested.pick(still, next.get(i), fed.get(i)));
        }
        return Nested.concat(next, feed, List.of(still));
    }
}
