package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Tensor;

/// log(sum(exp(x))) along axes, without overflow; of nothing -infinity.
public record LogSumExp(List<Integer> axes) implements Normalizing {
    @Override
    public Op along(List<Integer> axes) {
        return new LogSumExp(axes);
    }

    @Override
    public Tensor expand(Tensor x) {
        var along = along();
        var m = max(x, along);
        var shift = where(isFinite(m), m, scalar(0));
        return add(log(sum(exp(sub(x, restore(shift, x.shape(), along))), along)), shift);
    }

    private Tensor share(Primals p) {
        return softmax(p.operand(0), along());
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var t = tangents.getFirst();
        return Arrays.asList(t == null ? null : sum(mul(t, share(p)), along()));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var back = restore(cotangents.getFirst(), p.operand(0).shape(), along());
        return List.of(mul(back, share(p)));
    }
}
