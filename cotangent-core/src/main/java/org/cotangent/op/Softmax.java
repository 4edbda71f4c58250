package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Tensor;

/// exp(x) divided by its sum along axes, without overflow.
public record Softmax(List<Integer> axes) implements Normalizing {
    @Override
    public Op along(List<Integer> axes) {
        return new Softmax(axes);
    }

    @Override
    public Tensor expand(Tensor x) {
        var along = along();
        var e = exp(sub(x, restore(max(x, along), x.shape(), along)));
        return div(e, restore(sum(e, along), x.shape(), along));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        return Arrays.asList(tangents.getFirst() == null ? null : spread(p, tangents.getFirst()));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        return List.of(spread(p, cotangents.getFirst()));
    }

    /// y (t - sum(y t)): the derivative is symmetric, so it serves both directions.
    private Tensor spread(Primals p, Tensor t) {
        var y = p.result();
        return mul(y, sub(t, restore(sum(mul(y, t), along()), y.shape(), along())));
    }
}
