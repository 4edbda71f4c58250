package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// A loop that runs as long as a condition holds. Operands: constants, then carries; results: the last carries.
///
/// Condition and body take constants and carries; the condition returns one bool, the body the next carries. `bytes`
/// is what reverse mode may use for carries along the way (0: a default); see [Sweeps].
public record While(Graph condition, Graph body, int constants, long bytes) implements Control {
    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        var asked = "run the loop " + body.name();
        Nested.carries(asked, body, constants, body.inputs().size() - constants);
        Nested.check(asked, body, operands);
        Nested.check(asked, condition, operands);
        var decided = condition.resultTypes();
        if (!decided.equals(List.of(TensorType.of(DType.BOOL)))) {
            throw new DTypeException(asked, "a condition that gives " + decided,
                    "return one bool scalar, such as x.lt(y); reduce a tensor of bools with all(...) or any(...)");
        }
        return body.resultTypes();
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        var in = new ArrayList<>(operands);
        while (condition.evaluate(in).getFirst().getLong(0) != 0) {
            var out = body.evaluate(in);
            for (int i = 0; i < out.size(); i++) {
                in.set(constants + i, out.get(i));
            }
        }
        return in.subList(constants, in.size());
    }

    @Override
    public List<Graph> graphs() {
        return List.of(condition, body);
    }

    @Override
    public While with(List<Graph> graphs) {
        return new While(graphs.get(0), graphs.get(1), constants, bytes);
    }

    /// The marked inputs of the body, carries marked where they come to depend on them.
    private boolean[] marked(boolean[] in, boolean floats) {
        var first = Flow.part(in, 0, constants);
        return Flow.join(first, Flow.fixpoint(Flow.part(in, constants, in.length),
                c -> Flow.reach(body, Flow.join(first, c), floats)));
    }

    private boolean decides(boolean[] marked) {
        return Flow.reach(condition, marked, false)[0];
    }

    private boolean[] carries(boolean[] in) {
        return Flow.part(in, constants, in.length);
    }

    @Override
    public boolean[] reach(boolean[] marked, boolean floats) {
        var in = marked(marked, floats);
        var out = carries(in);
        if (!floats && decides(in)) {
            Arrays.fill(out, true);
        }
        return out;
    }

    @Override
    public List<Tensor> batch(Batch b) {
        var in = marked(Flow.array(b.batched()), false);
        if (decides(in)) {
            return new Lanes(this, b).run();
        }
        var types = Nested.batched(body.inputTypes(), in, b.size());
        var d = b.deriving();
        var g = d.write(body.name(), types, args -> Nested.batch(b, body, in, carries(in), args));
        var c = d.write(condition.name(), types, args -> Nested.batch(b, condition, in, new boolean[1], args));
        var operands = new ArrayList<Tensor>();
        for (int i = 0; i < in.length; i++) {
            operands.add(in[i] ? b.front(i) : b.operands().get(i));
        }
        return Nested.fronts(Nested.bind(new While(c, g, constants, bytes), operands), carries(in), b.size());
    }

    @Override
    public Pushed push(List<Tensor> operands, List<Tensor> tangents, Deriving d) {
        var in = marked(Flow.given(tangents), true);
        var woven = Weave.of(in, constants, in.length);
        var out = Weave.of(carries(in), in.length - constants);
        var j = d.jvp(body, Flow.list(in));
        var types = woven.<TensorType>join(body.inputTypes(), body.inputTypes());
        var g = d.write(body.name(), types, args -> {
            var pushed = Nested.forward(body, j, woven.elements(args), woven.companions(args));
            return out.join(pushed.results(), Nested.real(pushed.tangents(), body.resultTypes(), out.marks()));
        });
        var c = d.write(condition.name(), types, args -> condition.apply(woven.elements(args)));
        var all = Nested.bind(new While(c, g, woven.size(0), bytes),
                woven.join(operands, Nested.real(tangents, Nested.types(operands), in)));
        var values = Nested.apart(operands, tangents) ? Nested.bind(this, operands) : out.elements(all);
        return new Pushed(values, out.companions(all));
    }

    /// Counts the iterations; the way back goes through them again by way of [Sweeps].
    @Override
    public Recorded record(List<Tensor> operands, boolean[] wanted, Deriving d) {
        var types = new ArrayList<>(body.inputTypes());
        types.add(TensorType.of(DType.INT64));
        int n = body.inputs().size();
        var g = d.write(body.name(), types, in -> Nested.concat(body.apply(in.subList(0, n)),
                List.of(in.get(n).add(1))));
        var c = d.write(condition.name(), types, in -> condition.apply(in.subList(0, n)));
        var counted = Nested.bind(new While(c, g, constants, bytes), Nested.concat(operands,
                List.of(Ops.zeros(TensorType.of(DType.INT64)))));
        var results = counted.subList(0, counted.size() - 1);
        var all = Nested.concat(List.of(counted.getLast()), operands);
        var in = Flow.join(new boolean[1], Nested.floats(operands, wanted));
        return new Recorded(results, cts -> {
            var pulled = new Sweeps(List.of(body), constants, bytes).pull(all, in, cts, d);
            return pulled.subList(1, pulled.size());
        });
    }
}
