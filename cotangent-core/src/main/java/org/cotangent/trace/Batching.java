package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.ConcreteValueException;
import org.cotangent.core.Interpreter;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.Traced;
import org.cotangent.op.Batch;
import org.cotangent.op.Op;

/// Carries a hidden leading axis through a program that is written for one example.
public final class Batching extends Interpreter {
    private final class Row extends Traced {
        private final Tensor all;
        private final TensorType type;

        Row(Tensor all) {
            this.all = all;
            this.type = all.type().with(all.shape().remove(0));
        }

        @Override
        public Interpreter interpreter() {
            return Batching.this;
        }

        @Override
        public Tensor beneath() {
            return all;
        }

        @Override
        public TensorType type() {
            return type;
        }

        @Override
        public Concrete concrete() {
            throw new ConcreteValueException("look at a number under vmap", "a value with one number for each of "
                    + size + " examples",
                    "use where(...) instead of a Java `if`, or move the decision out of the function");
        }
    }

    private final long size;

    private Batching(long size) {
        this.size = size;
    }

    /// The results of `f`, with a leading axis of `size`, for arguments of which the `batched` ones have it.
    public static List<Tensor> run(FlatFn f, List<Tensor> arguments, List<Boolean> batched, long size) {
        var batching = new Batching(size);
        try {
            var in = new ArrayList<Tensor>(arguments.size());
            for (int i = 0; i < arguments.size(); i++) {
                in.add(batched.get(i) ? batching.new Row(arguments.get(i)) : arguments.get(i));
            }
            return f.apply(in).stream().map(batching::all).toList();
        } finally {
            batching.end();
        }
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        var all = new ArrayList<Tensor>(operands.size());
        var batched = new ArrayList<Boolean>(operands.size());
        for (var t : operands) {
            boolean mine = t instanceof Row r && r.interpreter() == this;
            all.add(mine ? ((Row) t).all : t);
            batched.add(mine);
        }
        return op.batch(new Batch(all, batched, size, GraphDeriving.INSTANCE)).stream().map(t -> (Tensor) new Row(t))
                .toList();
    }

    @Override
    public Object identity(Traced tracer) {
        return tracer instanceof Row r ? r.all : tracer;
    }

    private Tensor all(Tensor t) {
        return t instanceof Row r && r.interpreter() == this ? r.all : Ops.broadcastTo(t, t.shape().insert(0, size));
    }
}
