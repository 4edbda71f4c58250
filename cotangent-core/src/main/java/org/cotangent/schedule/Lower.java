package org.cotangent.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.graph.DeadCode;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Input;
import org.cotangent.op.AxisList;
import org.cotangent.op.Call;
import org.cotangent.op.CustomRule;
import org.cotangent.op.Dot;
import org.cotangent.op.Fold;
import org.cotangent.op.Gather;
import org.cotangent.op.Named;
import org.cotangent.op.NoGradient;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.Permute;
import org.cotangent.op.Remat;
import org.cotangent.op.Slice;
import org.cotangent.op.Split;
import org.cotangent.op.Stop;
import org.cotangent.trace.Stage;

/// Writes a graph down again in terms that loops are made of: called graphs in place of their calls, normalising
/// functions as what they are made of, marks for the derivative left out, products with permuted operands and results
/// as products along other axes. The meaning is the same; to the bit, but for products.
final class Lower extends Stage {
    /// Calls within calls that are written in place; deeper ones stay calls.
    private static final int DEPTH = 32;

    private int depth;

    private Lower() {
    }

    static Graph lower(Graph g) {
        var lower = new Lower();
        var names = g.inputs().stream().map(i -> i.var().name()).toList();
        var staged = lower.write(g.name(), in -> Dispatch.with(lower, () -> g.apply(in)), g.inputTypes(), names,
                g.inputs().stream().map(Input::role).toList());
        if (!staged.captured().isEmpty()) {
            throw new IllegalStateException("lowering captured " + staged.captured());
        }
        return DeadCode.remove(staged.graph());
    }

    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        return switch (op) {
            case Call c when depth < DEPTH -> inPlace(c.graph(), operands);
            case CustomRule c when depth < DEPTH -> inPlace(c.function(), operands);
            case Normalizing n -> List.of(n.expand(operands.getFirst()));
            case Remat r when depth < DEPTH -> inPlace(r.graph(), operands);
            case Stop _, Named _, NoGradient _ -> operands;
            case Permute p when Products.permuted(p, operands.getFirst()) instanceof Products.Product q -> product(q);
            case Gather g when Pools.largest(g, operands) instanceof Pools.Found f -> List.of(
                    Ops.reshape(super.bind(f.op(), List.of(f.x())).get(0), shapeOf(g, operands)));
            case Fold f when Pools.back(f, operands) instanceof Pools.Back b -> back(b);
            case Split p -> pieces(p, operands.getFirst());
            case Dot d -> product(Products.plain(d, operands.get(0), operands.get(1)));
            default -> super.bind(op, operands);
        };
    }

    @Override
    protected boolean keeps(Concrete c) {
        return true;
    }

    private static long[] shapeOf(Op op, List<Tensor> operands) {
        return op.typeOf(operands.stream().map(Tensor::type).toList()).getFirst().shape().sizes();
    }

    private List<Tensor> back(Pools.Back b) {
        var made = super.bind(b.pool().op(), List.of(b.pool().x()));
        var ct = Ops.reshape(b.cotangents(), made.get(0).shape().sizes());
        return super.bind(b.op(), List.of(made.get(1), ct));
    }

    /// Pieces as windows, which loops read where they lie.
    private List<Tensor> pieces(Split p, Tensor x) {
        var out = new ArrayList<Tensor>();
        long from = 0;
        for (long size : p.sizes()) {
            var start = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
            start.set(p.axis(), from);
            var ones = Collections.nCopies(x.rank(), 1L);
            from += size;
            var limit = AxisList.longs(x.shape().with(p.axis(), from).sizes());
            out.addAll(super.bind(new Slice(start, limit, ones), List.of(x)));
        }
        return out;
    }

    private List<Tensor> product(Products.Product p) {
        return super.bind(p.op(), List.of(p.left(), p.right()));
    }

    private List<Tensor> inPlace(Graph g, List<Tensor> operands) {
        depth++;
        try {
            return g.apply(operands);
        } finally {
            depth--;
        }
    }
}
