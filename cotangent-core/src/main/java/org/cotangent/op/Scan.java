package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.storage.Storage;

/// A loop of known length. Operands: constants, carries, and tensors whose rows along axis 0 are read one by one.
///
/// The body takes constants, carries and rows; it returns carries and rows, which are stacked. The results are the
/// last carries and the stacked rows. `reverse` goes through the rows from the last to the first. `kept` says what
/// reverse mode keeps of every iteration.
public record Scan(Graph body, long length, int constants, int carries, boolean reverse, Kept kept)
        implements Control {
    /// What is kept of every iteration for the way back.
    public enum Kept {
        /// The values that the derivative of the body needs: nothing is computed twice.
        RESIDUALS,
        /// The carries alone: the body is computed again on the way back.
        CARRIES
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var asked = "scan " + body.name();
        Nested.carries(asked, body, constants, carries);
        if (length < 0) {
            throw new ShapeException(asked, "length " + length, "give a length that is not negative");
        }
        int from = constants + carries;
        var types = new ArrayList<TensorType>(operands.size());
        for (int i = 0; i < operands.size(); i++) {
            var t = operands.get(i);
            if (i >= from && (t.rank() == 0 || t.shape().size(0) != length)) {
                throw new ShapeException(asked, "operand " + i + " of type " + t, "give " + length
                        + " rows along axis 0, one for each iteration");
            }
            types.add(i < from ? t : t.with(t.shape().remove(0)));
        }
        Nested.check(asked, body, types);
        var out = new ArrayList<TensorType>(body.results().size());
        for (int i = 0; i < body.results().size(); i++) {
            var t = body.results().get(i).type();
            out.add(i < carries ? t : t.with(t.shape().insert(0, length)));
        }
        return out;
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var in = new ArrayList<>(operands);
        var stacks = new ArrayList<Storage>();
        for (var t : types.subList(carries, types.size())) {
            stacks.add(Storage.allocate(t.dtype().cell(), t.shape().count()));
        }
        for (long k = 0; k < length; k++) {
            long i = reverse ? length - 1 - k : k;
            for (int x = constants + carries; x < in.size(); x++) {
                in.set(x, row(operands.get(x), i));
            }
            var out = body.evaluate(in);
            for (int c = 0; c < carries; c++) {
                in.set(constants + c, out.get(c));
            }
            for (int y = 0; y < stacks.size(); y++) {
                var row = out.get(carries + y).storage();
                stacks.get(y).copyFrom(i * row.count(), row, 0, row.count());
            }
        }
        var results = new ArrayList<>(in.subList(constants, constants + carries));
        for (int y = 0; y < stacks.size(); y++) {
            results.add(Concrete.of(types.get(carries + y), stacks.get(y)));
        }
        return results;
    }

    /// Row `i` along axis 0, sharing its memory.
    public static Concrete row(Concrete all, long i) {
        var shape = all.shape().remove(0);
        long n = shape.count();
        return Concrete.of(all.type().with(shape), all.storage().slice(i * n, n));
    }

    @Override
    public List<Graph> graphs() {
        return List.of(body);
    }

    @Override
    public Scan with(List<Graph> graphs) {
        return new Scan(graphs.getFirst(), length, constants, carries, reverse, kept);
    }

    /// The marked inputs of the body, carries marked where they come to depend on them.
    private boolean[] marked(boolean[] in, boolean floats) {
        int to = constants + carries;
        var carry = Flow.fixpoint(Flow.part(in, constants, to), c -> Flow.part(Flow.reach(body,
                Flow.join(Flow.part(in, 0, constants), c, Flow.part(in, to, in.length)), floats), 0, carries));
        return Flow.join(Flow.part(in, 0, constants), carry, Flow.part(in, to, in.length));
    }

    /// The results that depend on the marked inputs; a carry does where its start does.
    private boolean[] out(boolean[] marked, boolean floats) {
        var out = Flow.reach(body, marked, floats);
        System.arraycopy(marked, constants, out, 0, carries);
        return out;
    }

    @Override
    public boolean[] reach(boolean[] marked, boolean floats) {
        return out(marked(marked, floats), floats);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var in = marked(Flow.array(b.batched()), false);
        var out = out(in, false);
        int to = constants + carries;
        var types = Nested.batched(body.inputTypes(), in, b.size());
        var g = b.deriving().write(body.name(), types, args -> Nested.batch(b, body, in, out, args));
        var operands = new ArrayList<Tensor>();
        for (int i = 0; i < in.length; i++) {
            var t = b.operands().get(i);
            operands.add(!in[i] ? t : i < to ? b.front(i) : Ops.moveAxis(t, 0, 1));
        }
        var all = new ArrayList<>(Nested.bind(new Scan(g, length, constants, carries, reverse, kept), operands));
        for (int i = carries; i < out.length; i++) {
            all.set(i, out[i] ? Ops.moveAxis(all.get(i), 1, 0) : all.get(i));
        }
        return Nested.fronts(all, out, b.size());
    }

    @Override
    public Pushed push(List<Tensor> operands, List<Tensor> tangents, Deriving d) {
        var in = marked(Flow.given(tangents), true);
        var out = out(in, true);
        var real = Nested.real(tangents, Nested.types(operands), in);
        if (Nested.apart(operands, tangents)) {
            return apart(operands, real, in, out, d);
        }
        var woven = Weave.of(in, constants, constants + carries, in.length);
        var results = Weave.of(out, carries, out.length);
        var j = d.jvp(body, Flow.list(in));
        var g = d.write(body.name(), woven.join(body.inputTypes(), body.inputTypes()), args -> {
            var pushed = Nested.forward(body, j, woven.elements(args), woven.companions(args));
            return results.join(pushed.results(), Nested.real(pushed.tangents(), body.resultTypes(), out));
        });
        var all = Nested.bind(new Scan(g, length, woven.size(0), woven.size(1), reverse, kept),
                woven.join(operands, real));
        return new Pushed(results.elements(all), results.companions(all));
    }

    /// Values in one loop, which keeps what the tangents need; tangents in another, which is linear in them.
    private Pushed apart(List<Tensor> operands, List<Tensor> tangents, boolean[] in, boolean[] out, Deriving d) {
        var j = d.jvp(body, Flow.list(in));
        var g = d.write(body.name(), j.inputTypes(), args -> {
            var pushed = Nested.forward(body, j, args.subList(0, in.length),
                    args.subList(in.length, args.size()));
            return Flow.only(Nested.real(pushed.tangents(), body.resultTypes(), out), out);
        });
        var halves = new ScanHalves(this, g, d);
        var results = halves.forward(operands);
        int to = constants + carries;
        var all = halves.second(reverse, Nested.given(tangents.subList(0, constants)),
                Nested.given(tangents.subList(constants, to)), Nested.given(tangents.subList(to, in.length)),
                (rest, c, s, x) -> rest.apply(Nested.concat(c, s, x)));
        return new Pushed(results, Nested.spread(out, all));
    }

    @Override
    public Recorded record(List<Tensor> operands, boolean[] wanted, Deriving d) {
        var in = marked(Nested.floats(operands, wanted), true);
        return new ScanReverse(this, in, out(in, true)).record(operands, d);
    }

    /// The type of what one iteration gives to result `i`.
    TensorType step(int i) {
        return body.results().get(i).type();
    }
}
