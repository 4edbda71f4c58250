package org.cotangent.op;

import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Tensor;

/// log(softmax(x)) along axes, finite wherever x is.
public record LogSoftmax(List<Integer> axes) implements Normalizing {
    @Override
    public Op along(List<Integer> axes) {
        return new LogSoftmax(axes);
    }

    /// The largest element goes through log1p of the others, so that it keeps its digits where it dominates.
    @Override
    public Tensor expand(Tensor x) {
        var along = along();
        var d = sub(x, restore(max(x, along), x.shape(), along));
        var e = exp(d);
        var top = eq(d, scalar(0));
        var others = sum(where(top, scalar(0), e), along);
        var ties = sum(convert(top, x.dtype()), along);
        var log = log1p(add(others, sub(ties, scalar(1))));
        return sub(d, restore(log, x.shape(), along));
    }

    @Override
    public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
        var t = tangents.getFirst();
        if (t == null) {
            return Arrays.asList((Tensor) null);
        }
        var share = softmax(p.operand(0), along());
        return List.of(sub(t, restore(sum(mul(share, t), along()), t.shape(), along())));
    }

    @Override
    public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var ct = cotangents.getFirst();
        var total = restore(sum(ct, along()), ct.shape(), along());
        return List.of(sub(ct, mul(softmax(p.operand(0), along()), total)));
    }
}
