package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Interpreter;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.Traced;
import org.cotangent.op.Control;
import org.cotangent.op.Op;
import org.cotangent.op.Primals;
import org.cotangent.op.Pushing;

/// Forward mode: every value carries its tangent along.
public final class Jvp extends Interpreter {
    /// Values and their tangents; a tangent is null where it is zero.
    public record Result(List<Tensor> values, List<Tensor> tangents) {
    }

    private final class Dual extends Traced {
        private final Tensor primal;
        private final Tensor tangent;

        Dual(Tensor primal, Tensor tangent) {
            this.primal = primal;
            this.tangent = tangent;
        }

        @Override
        public Interpreter interpreter() {
            return Jvp.this;
        }

        @Override
        public Tensor beneath() {
            return primal;
        }

        @Override
        public TensorType type() {
            return primal.type();
        }

        @Override
        public Concrete concrete() {
            return primal.concrete();
        }
    }

    private Jvp() {
    }

    /// The values of `f` and the derivative of `f` in the direction of the tangents; null tangents are zero.
    public static Result run(FlatFn f, List<Tensor> primals, List<Tensor> tangents) {
        var jvp = new Jvp();
        try {
            var in = new ArrayList<Tensor>(primals.size());
            for (int i = 0; i < primals.size(); i++) {
                in.add(tangents.get(i) == null ? primals.get(i) : jvp.new Dual(primals.get(i), tangents.get(i)));
            }
            var out = f.apply(in);
            return new Result(out.stream().map(jvp::primal).toList(),
                    Arrays.asList(out.stream().map(jvp::tangent).toArray(Tensor[]::new)));
        } finally {
            jvp.end();
        }
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        var primals = operands.stream().map(this::primal).toList();
        var tangents = Arrays.asList(operands.stream().map(this::tangent).toArray(Tensor[]::new));
        if (op instanceof Control c) {
            var pushed = c.push(primals, tangents, GraphDeriving.INSTANCE);
            return duals(pushed.results(), pushed.tangents());
        }
        if (op instanceof Pushing nested && tangents.stream().anyMatch(t -> t != null)) {
            var pushed = nested.push(new Primals(primals, List.of(), GraphDeriving.INSTANCE), tangents);
            return duals(pushed, nested.tangents(pushed));
        }
        var results = Dispatch.bind(op, primals);
        var out = op.jvp(new Primals(primals, results, GraphDeriving.INSTANCE), tangents);
        return duals(results, out);
    }

    /// The first results with as many tangents, null where they are zero.
    private List<Tensor> duals(List<Tensor> results, List<Tensor> out) {
        var duals = new ArrayList<Tensor>(out.size());
        for (int i = 0; i < out.size(); i++) {
            duals.add(out.get(i) == null ? results.get(i) : new Dual(results.get(i), out.get(i)));
        }
        return duals;
    }

    @Override
    public Object identity(Traced tracer) {
        return tracer instanceof Dual d ? d.primal : tracer;
    }

    private Tensor primal(Tensor t) {
        return t instanceof Dual d && d.interpreter() == this ? d.primal : t;
    }

    private Tensor tangent(Tensor t) {
        return t instanceof Dual d && d.interpreter() == this ? d.tangent : null;
    }
}
