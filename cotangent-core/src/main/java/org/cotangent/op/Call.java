package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;

/// A graph called with the operands as its inputs: what `jit` leaves in a program that uses it.
public record Call(Graph graph) implements Structural, Pushing {
    @Override
    public boolean isPure() {
        return graph.isPure();
    }

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return graph.checked(operands).resultTypes();
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        return graph.evaluate(operands);
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(new Call(b.deriving().batch(graph, b.batched(), b.size())), b.operands());
    }

    @Override
    public List<Tensor> push(Primals p, List<Tensor> tangents) {
        var pushed = p.deriving().jvp(graph, tangents.stream().map(t -> t != null).toList());
        return Dispatch.bind(new Call(pushed), Pushing.operands(p, tangents));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return tangents(push(p, tangents));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var active = IntStream.range(0, wanted.length).mapToObj(i -> wanted[i]).toList();
        var operands = new ArrayList<>(p.operands());
        for (int i = 0; i < cotangents.size(); i++) {
            if (p.results().get(i).dtype().isFloat()) {
                operands.add(Rules.orZeros(cotangents.get(i), p.results().get(i).type()));
            }
        }
        var pulled = Dispatch.bind(new Call(p.deriving().vjp(graph, active)), operands).iterator();
        var out = new Tensor[wanted.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = wanted[i] ? pulled.next() : null;
        }
        return Arrays.asList(out);
    }
}
